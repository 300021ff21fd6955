import { createOutput } from '../../format/output';
import type { OpenSource } from './randomAccess';

/** A resource that is read with HTTP range requests (RFC 9110 §14). */
export interface HttpResource {
  /** Where it is. */
  url: string | URL;
  /** What sends the requests. Default: the platform's `fetch`. */
  fetch?: (url: string | URL, init: RequestInit) => Promise<Response>;
  /** Header fields for each request, such as `Authorization`. */
  headers?: HeadersInit;
}

/**
 * An HTTP resource cannot be read in parts, or not any more. What `fetch` itself throws, such as for a connection that failed, comes out
 * unchanged.
 *
 * @example
 * ```ts
 * import { HttpRangeError, SeekableReader } from 'purezstd/seekable';
 * const fetch = async () => new Response('all of it, ranges or not');
 * try {
 *   await SeekableReader.open({ url: 'https://example.com/data.zst', fetch });
 * } catch (error) {
 *   if (error instanceof HttpRangeError) console.log(error.reason, error.status); // range_unsupported 200
 * }
 * ```
 */
export class HttpRangeError extends Error {
  override readonly name = 'HttpRangeError';

  constructor(
    /**
     * `range_unsupported`: the server sends everything, or does not say which part it sends; `resource_changed`: it is not what was opened
     * any more; `request_failed`: any other status than success; `body_incomplete`: fewer or more bytes came than were announced.
     */
    readonly reason: 'range_unsupported' | 'resource_changed' | 'request_failed' | 'body_incomplete',
    message: string,
    /** The response's status code. */
    readonly status: number,
  ) {
    super(message);
  }
}

/**
 * Bytes that are read from the end at first: the seek table of 1300 frames with checksums, so that opening most files is one read. Over
 * HTTP it brings the size, too.
 */
export const TAIL_SIZE = 1 << 14;

const OK = 200;
const PARTIAL_CONTENT = 206;
const RANGE_NOT_SATISFIABLE = 416;
/** Statuses that another kind of range would not change. */
const FINAL = [401, 403, 404, 410];
/** Bodies up to this size are set aside in advance; what a server announces beyond is believed as it comes. */
const EXPECTED_MOST = 1 << 24;

/** A part of a resource. */
interface Part {
  readonly from: number;
  /** Bytes of the resource. */
  readonly total: number;
  /** What tells one version of the resource from another. */
  readonly version: string;
  readonly bytes: Uint8Array;
}

/** Reads a body of a known length, and no more of it. */
async function readBody(response: Response, length: number): Promise<Uint8Array> {
  const { body, status } = response;
  const wrong = (): HttpRangeError =>
    new HttpRangeError('body_incomplete', `the server did not send the ${length} bytes that it announced`, status);
  // Some platforms have no streams of bodies.
  if (!body) {
    const all = new Uint8Array(await response.arrayBuffer());
    if (all.length !== length) throw wrong();
    return all;
  }
  const output = createOutput(length);
  if (length <= EXPECTED_MOST) output.expect(length);
  const reader = body.getReader();
  let missing = length;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    missing -= value.length;
    if (missing < 0) {
      await reader.cancel().catch(() => undefined);
      break;
    }
    output.write(value, 0, value.length);
  }
  if (missing !== 0) throw wrong();
  return output.take();
}

/**
 * Asks for a range.
 *
 * Validators are compared here rather than sent as `If-Range`: a 206 carries the ETag that a 200 would (RFC 9110 §15.3.7), while the field
 * would make browsers ask other origins for permission first, and servers send all of a resource that has changed.
 *
 * @param range as in the `Range` field: `0-99`, or `-100` for the last 100
 * @param most bytes that the answer may have
 * @param version the version that it must be of
 */
async function requestRange(
  { url, headers: given, fetch = globalThis.fetch }: HttpResource,
  range: string,
  most: number,
  signal: AbortSignal | undefined,
  version?: string,
): Promise<Part> {
  const headers = new Headers(given);
  headers.set('range', `bytes=${range}`);
  const response = await fetch(url, { headers, signal });
  const { status, headers: answer, body } = response;
  const refuse = async (reason: HttpRangeError['reason'], why: string): Promise<never> => {
    await body?.cancel().catch(() => undefined);
    throw new HttpRangeError(reason, `${url}: ${why}`, status);
  };
  if (status === OK) return refuse('range_unsupported', 'the server does not support range requests');
  // There were bytes at that position.
  if (status === RANGE_NOT_SATISFIABLE && version !== undefined) return refuse('resource_changed', 'shorter than when it was opened');
  if (status !== PARTIAL_CONTENT) return refuse('request_failed', `the server answered with status ${status}`);
  // A range is one of the encoded representation, and fetch decodes bodies.
  const encoding = answer.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') return refuse('range_unsupported', `the server sends it with Content-Encoding: ${encoding}`);
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(answer.get('content-range') ?? '');
  if (match === null)
    return refuse('range_unsupported', 'the server does not say what it sends (no Content-Range, or not exposed by CORS)');
  const [from, last, total] = match.slice(1).map(Number);
  const found = JSON.stringify([answer.get('etag'), answer.get('last-modified'), total]);
  if (version !== undefined && found !== version) return refuse('resource_changed', 'changed since it was opened');
  const length = last - from + 1;
  if (length < 1 || length > most || last >= total) return refuse('range_unsupported', `the server sends ${match[0]} for ${range}`);
  return { from, total, version: found, bytes: await readBody(response, length) };
}

/** The end of a resource. Servers that do not know ranges from the end are asked for the size first. */
async function requestTail(resource: HttpResource, signal: AbortSignal | undefined): Promise<Part> {
  try {
    return await requestRange(resource, `-${TAIL_SIZE}`, TAIL_SIZE, signal);
  } catch (error) {
    if (!(error instanceof HttpRangeError) || error.reason === 'body_incomplete' || FINAL.includes(error.status)) throw error;
    const { total, version } = await requestRange(resource, '0-0', 1, signal);
    return requestRange(resource, `${Math.max(total - TAIL_SIZE, 0)}-${total - 1}`, TAIL_SIZE, signal, version);
  }
}

/** Opens a resource, mostly with one request. */
export async function openHttp(resource: HttpResource, signal: AbortSignal | undefined): Promise<OpenSource> {
  const { url, fetch = globalThis.fetch } = resource;
  if (typeof fetch !== 'function') throw new TypeError('fetch must be a function');
  const { from: tailAt, total, version, bytes: tail } = await requestTail(resource, signal);
  const other = (): HttpRangeError =>
    new HttpRangeError('range_unsupported', `${url}: the server sends another range than it was asked for`, PARTIAL_CONTENT);
  if (tailAt + tail.length !== total) throw other();
  return {
    size: total,
    bytes: undefined,
    async read(from, to, abort) {
      if (from >= tailAt) return tail.subarray(from - tailAt, to - tailAt);
      const part = await requestRange(resource, `${from}-${to - 1}`, to - from, abort, version);
      if (part.from !== from || part.bytes.length !== to - from) throw other();
      return part.bytes;
    },
  };
}
