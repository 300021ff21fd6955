import { type BytesLike, toBytes } from '../common/bytes';
import { isUrl } from '../common/checks';
import { type HttpResource, openHttp } from './httpRange';
import {
  type FileHandleLike,
  type OpenSource,
  openBlob,
  openBytes,
  openFile,
  openRandomAccess,
  type RandomAccessSource,
} from './randomAccess';

/**
 * What a {@link SeekableReader} reads: bytes; a `Blob` or `File`; a `FileHandle` of `node:fs/promises`; an HTTP resource, as a URL or with
 * what else its requests need; or anything that can be read at any position.
 */
export type SeekableSource = BytesLike | Blob | FileHandleLike | string | URL | HttpResource | RandomAccessSource;

/**
 * Opens a source of any kind. They are told apart by what they can do, not by class: another realm's Blob and a wrapper of a FileHandle
 * count.
 *
 * @throws TypeError, in the promise, for anything else
 */
export async function openSource(source: SeekableSource, signal: AbortSignal | undefined): Promise<OpenSource> {
  const { url, read, stat, size, arrayBuffer } = Object(source) as Record<string, unknown>;
  if (isUrl(source)) return openHttp({ url: source }, signal);
  if (isUrl(url)) return openHttp(source as HttpResource, signal);
  if (typeof read === 'function' && typeof stat === 'function') return openFile(source as FileHandleLike);
  if (typeof read === 'function' && size !== undefined) return openRandomAccess(source as RandomAccessSource);
  // Array buffers have `slice` too.
  if (typeof arrayBuffer === 'function') return openBlob(source as Blob);
  return openBytes(toBytes(source as BytesLike, 'source'));
}
