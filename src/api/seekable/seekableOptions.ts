import { SEEKABLE_FRAME_SIZE_MAX } from '../../format/seekTableLayout';
import { checkFlag, checkInteger, checkOptions } from '../common/checks';
import { type CheckedOptions, type CompressOptions, checkCompressOptions } from '../compression/compress';

/** How content is cut for random access. */
export interface SeekableLayout {
  /**
   * Bytes of content of each frame but the last, 1 to 2^30. Reading anything decodes a frame at least; smaller ones compress worse. Default
   * 2^20 (1 MiB).
   */
  frameSize?: number;
  /** Puts a checksum of each frame's content into the seek table, which readers verify: four bytes a frame. Default true. */
  frameChecksums?: boolean;
}

/**
 * What compressing to the seekable format can be told. All frames are made with the same settings; each states its size unless
 * `writeContentSize` is false. With `threads`, workers compress several frames at a time; the bytes are the same.
 */
export type SeekableOptions = CompressOptions & SeekableLayout;

/** The options, checked. */
export interface SeekablePlan {
  readonly options: CheckedOptions;
  readonly frameSize: number;
  readonly checksums: boolean;
  /**
   * Bytes of content of a task but the last. Shorter frames are made several in a task, since handing one over and waiting for it takes
   * time.
   */
  readonly groupSize: number;
}

const FRAME_SIZE = 1 << 20;
const GROUP_SIZE = 1 << 20;

/** @throws TypeError and RangeError for wrong options */
export function checkSeekableOptions(given: number | SeekableOptions): SeekablePlan {
  const options = checkCompressOptions(given);
  const layout = typeof given === 'number' ? ({} as SeekableLayout) : checkOptions(given);
  const frameSize = checkInteger(layout.frameSize, 'frameSize', FRAME_SIZE, 1, SEEKABLE_FRAME_SIZE_MAX);
  const checksums = checkFlag(layout, 'frameChecksums', true);
  // A reader that knows nothing of the seek table has to see where a frame begins.
  if (options.magicless) throw new RangeError('format must be FORMAT_ZSTD1 in the seekable format');
  return { options, frameSize, checksums, groupSize: frameSize * Math.max(Math.floor(GROUP_SIZE / frameSize), 1) };
}
