import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generate } from '../../corpus/generate';
import { compressSeekable, HttpRangeError, SeekableReader } from '../../src/seekable';
import { same } from '../helpers/content';
import { Random } from '../helpers/random';

const text = generate('text', 300_000, 1);
const file = compressSeekable(text, { level: 1, frameSize: 10_000 });
const TAIL = 16_384;

/** How the server behaves; each test sets what differs. */
let resource: {
  bytes: Uint8Array;
  etag: string | undefined;
  /** Knows `bytes=-5`. */
  suffixes: boolean;
  /** Does something else instead. */
  instead?: (request: IncomingMessage, response: ServerResponse) => boolean;
};
let requests: { range: string | undefined; headers: IncomingMessage['headers'] }[] = [];
const ranges = (): (string | undefined)[] => requests.map(({ range }) => range);

/** A server that does what RFC 9110 §14 says of one range. */
const server = createServer((request, response) => {
  const { bytes, etag, suffixes, instead } = resource;
  const { range } = request.headers;
  requests.push({ range, headers: request.headers });
  if (instead?.(request, response)) return;
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  const headers: Record<string, string> = etag === undefined ? {} : { etag };
  if (match === null || (match[1] === '' && !suffixes)) {
    response.writeHead(200, headers).end(bytes);
    return;
  }
  const from = match[1] === '' ? Math.max(bytes.length - Number(match[2]), 0) : Number(match[1]);
  const to = match[1] === '' || match[2] === '' ? bytes.length : Math.min(Number(match[2]) + 1, bytes.length);
  if (from >= to) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${to - 1}/${bytes.length}`, 'content-length': `${to - from}` });
  response.end(bytes.subarray(from, to));
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.zst`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  resource = { bytes: file, etag: '"1"', suffixes: true };
  requests = [];
});

/** What an attempt failed with: reason and status. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof HttpRangeError ? `${error.reason} ${error.status}` : error),
  );

describe('an HTTP resource', () => {
  it('is read with one request for its end and one for each part', async () => {
    for (const source of [url, new URL(url), { url }, { url: new URL(url), headers: { authorization: 'Bearer x' } }]) {
      requests = [];
      const reader = await SeekableReader.open(source);
      expect(ranges()).toEqual([`bytes=-${TAIL}`]);
      expect([reader.size, reader.frames]).toEqual([text.length, 30]);
      const { compressedOffset, compressedSize } = reader.frameInfo(3);
      expect(same(await reader.read(35_000, 36_000), text.subarray(35_000, 36_000))).toBe(true);
      expect(ranges().slice(1)).toEqual([`bytes=${compressedOffset}-${compressedOffset + compressedSize - 1}`]);
      // The tail is there already.
      const inTail = reader.frameInfo(29).decompressedOffset;
      expect(same(await reader.read(inTail), text.subarray(inTail))).toBe(true);
      expect(requests.length).toBe(2);
      expect(same(await reader.read(), text)).toBe(true);
    }
    expect(requests.every(({ headers }) => headers.authorization === 'Bearer x')).toBe(true);
    expect(requests.every(({ headers }) => headers['accept-encoding'] === 'identity')).toBe(true);
  });

  it('gives any part, many at a time', async () => {
    const random = new Random(1);
    const reader = await SeekableReader.open(url, { cacheSize: 50_000 });
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        const from = random.below(text.length);
        const to = from + random.below(text.length - from + 1);
        expect(same(await reader.read(from, to), text.subarray(from, to))).toBe(true);
      }),
    );
  });

  it('may be shorter than the end that is asked for, and on a server without ranges from the end', async () => {
    const short = compressSeekable(text.subarray(0, 1000));
    for (const suffixes of [true, false]) {
      for (const bytes of [short, file]) {
        resource = { bytes, etag: undefined, suffixes };
        requests = [];
        const reader = await SeekableReader.open(url);
        expect(same(await reader.read(0, 1000), text.subarray(0, 1000))).toBe(true);
        const tail = `bytes=${Math.max(bytes.length - TAIL, 0)}-${bytes.length - 1}`;
        if (!suffixes) expect(ranges().slice(0, 3)).toEqual([`bytes=-${TAIL}`, 'bytes=0-0', tail]);
      }
    }
  });

  it('is refused when the server has no ranges, and nothing is downloaded then', async () => {
    let closed = 0;
    resource.instead = (_, response) => {
      response.on('close', () => closed++);
      response.writeHead(200, { 'content-length': '1000000000' });
      response.write(new Uint8Array(1000));
      return true;
    };
    expect(await failure(SeekableReader.open(url))).toBe('range_unsupported 200');
    expect(requests.length).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closed).toBe(2);
    await expect(SeekableReader.open(url)).rejects.toThrow(`${url}: the server does not support range requests`);
  });

  it('is refused when the status is an error', async () => {
    for (const [status, attempts] of [
      [401, 1],
      [403, 1],
      [404, 1],
      [410, 1],
      [500, 2],
      [416, 2],
      [204, 2],
    ]) {
      requests = [];
      resource.instead = (_, response) => {
        response.writeHead(status).end();
        return true;
      };
      expect(await failure(SeekableReader.open(url))).toBe(`request_failed ${status}`);
      expect(requests.length).toBe(attempts);
    }
    resource = { bytes: new Uint8Array(0), etag: undefined, suffixes: true };
    expect(await failure(SeekableReader.open(url))).toBe('request_failed 416');
  });

  it('must stay the same while it is read', async () => {
    const other = compressSeekable(text, { level: 3, frameSize: 10_000 });
    for (const change of [
      () => (resource.etag = '"2"'),
      () => (resource.etag = undefined),
      () => (resource.bytes = other),
      () => (resource.bytes = file.subarray(0, 10)),
      () => {
        resource.instead = (request, response) => {
          response.setHeader('last-modified', 'Sat, 01 Jan 2022 00:00:00 GMT');
          return request.url === undefined;
        };
      },
    ]) {
      resource = { bytes: file, etag: '"1"', suffixes: true };
      const reader = await SeekableReader.open(url, { cacheSize: 0 });
      await reader.read(20_000, 20_005);
      change();
      expect(await failure(reader.read(20_000, 20_005))).toMatch(/^resource_changed (206|416)$/);
    }
    // Between the two requests that open it, too.
    resource = { bytes: file, etag: '"1"', suffixes: false };
    resource.instead = ({ headers }) => {
      if (headers.range !== 'bytes=0-0') resource.etag = `"${Math.random()}"`;
      return false;
    };
    expect(await failure(SeekableReader.open(url))).toBe('no error');
    resource.instead = () => {
      resource = { ...resource, etag: `"${requests.length}"` };
      return false;
    };
    resource.suffixes = false;
    expect(await failure(SeekableReader.open(url))).toBe('resource_changed 206');
  });

  it('is refused when its ranges are not what they must be', async () => {
    const answer = (headers: Record<string, string>, body: Uint8Array = file.subarray(-TAIL), status = 206) => {
      resource.instead = (_, response) => {
        response.writeHead(status, headers).end(body);
        return true;
      };
      return failure(SeekableReader.open(url));
    };
    const tail = `bytes ${file.length - TAIL}-${file.length - 1}/${file.length}`;
    expect(await answer({ 'content-range': tail })).toBe('no error');
    for (const headers of [
      {},
      { 'content-range': tail.replace(/\d+$/, '*') },
      { 'content-range': tail.replace('bytes', 'lines') },
      { 'content-range': `bytes 0-${TAIL - 1}/${file.length}` },
      { 'content-range': `bytes 10-9/${file.length}` },
      { 'content-range': `bytes ${file.length - TAIL}-${file.length}/${file.length}` },
      { 'content-range': `bytes 0-${file.length - 1}/${file.length}` },
      { 'content-range': 'bytes 99999999999999999999-99999999999999999999/99999999999999999999' },
    ] as Record<string, string>[]) {
      expect(await answer(headers), JSON.stringify(headers)).toBe('range_unsupported 206');
    }
    // Encoded on the way: what fetch decodes is no part of the file.
    expect(await answer({ 'content-range': tail, 'content-encoding': 'gzip' }, gzipSync(file.subarray(-TAIL)))).toBe(
      'range_unsupported 206',
    );
    // Fewer bytes than announced, and more.
    expect(await answer({ 'content-range': tail }, file.subarray(-TAIL, -5))).toBe('body_incomplete 206');
    expect(await answer({ 'content-range': tail }, new Uint8Array(TAIL + 1))).toBe('body_incomplete 206');
    // Another range than that of the frame.
    resource = { bytes: file, etag: '"1"', suffixes: true };
    const reader = await SeekableReader.open(url);
    resource.instead = (_, response) => {
      response.writeHead(206, { 'content-range': `bytes 5-9/${file.length}`, etag: '"1"' }).end('12345');
      return true;
    };
    expect(await failure(reader.read(0, 5))).toBe('range_unsupported 206');
  });

  it('fails as fetch does, and can be read again afterwards', async () => {
    const reader = await SeekableReader.open(url);
    resource.instead = (request) => {
      request.socket.destroy();
      return true;
    };
    await expect(reader.read(0, 5)).rejects.toThrow(TypeError);
    resource.instead = undefined;
    expect(same(await reader.read(0, 5), text.subarray(0, 5))).toBe(true);
    await expect(SeekableReader.open({ url, fetch: 5 as never })).rejects.toThrow(TypeError);
    await expect(SeekableReader.open('no url')).rejects.toThrow(TypeError);
  });

  it('is given up with the signal, which ends the request', async () => {
    const reader = await SeekableReader.open(url);
    let closed = false;
    resource.instead = (request) => {
      request.on('close', () => {
        closed = true;
      });
      return true;
    };
    const controller = new AbortController();
    const reading = reader.read(0, 5, { signal: controller.signal });
    setTimeout(() => controller.abort('enough'), 20);
    await expect(reading).rejects.toBe('enough');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(closed).toBe(true);
    await expect(SeekableReader.open(url, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('may be fetched by other means, also where bodies are no streams', async () => {
    const calls: RequestInit[] = [];
    const fetch = async (_: string | URL, init: RequestInit): Promise<Response> => {
      calls.push(init);
      const [, start, end] = /^bytes=(\d*)-(\d*)$/.exec(new Headers(init.headers).get('range') ?? '') as RegExpExecArray;
      const from = start === '' ? Math.max(file.length - Number(end), 0) : Number(start);
      const part = file.slice(from, start === '' ? undefined : Number(end) + 1);
      const headers = new Headers({ 'content-range': `bytes ${from}-${from + part.length - 1}/${file.length}` });
      return { status: 206, headers, body: undefined, arrayBuffer: async () => part.buffer } as unknown as Response;
    };
    const reader = await SeekableReader.open({ url: '/data.zst', fetch, headers: { 'x-key': '5' } });
    expect(same(await reader.read(50, 5000), text.subarray(50, 5000))).toBe(true);
    expect(calls.length).toBe(2);
    expect(calls.every(({ headers }) => new Headers(headers).get('x-key') === '5')).toBe(true);
    const short = async (...args: Parameters<typeof fetch>): Promise<Response> => {
      const response = await fetch(...args);
      return { ...response, arrayBuffer: async () => new ArrayBuffer(3) };
    };
    expect(await failure(SeekableReader.open({ url: '/', fetch: short }))).toBe('body_incomplete 206');
  });

  it('cannot announce more than it sends and have memory spent on it', async () => {
    const total = 2 ** 49;
    const footer = [0, 0, 0, 8, 0, 0xb1, 0xea, 0x92, 0x8f];
    resource.instead = ({ headers: { range } }, response) => {
      const [, start, end] = /^bytes=(\d*)-(\d*)$/.exec(range as string) as RegExpExecArray;
      const from = start === '' ? total - TAIL : Number(start);
      const last = start === '' ? total - 1 : Number(end);
      response.writeHead(206, { 'content-range': `bytes ${from}-${last}/${total}` });
      response.end(start === '' ? new Uint8Array([...new Uint8Array(TAIL - 9), ...footer]) : new Uint8Array(10));
      return true;
    };
    const before = process.memoryUsage().arrayBuffers;
    expect(await failure(SeekableReader.open(url))).toBe('body_incomplete 206');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100e6);
    expect(requests.length).toBe(2);
  });
});
