import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serve } from '@hono/node-server';
import express, { type RequestHandler } from 'express';
import { Hono } from 'hono';
import { request } from 'undici';
import { afterAll, expect, it } from 'vitest';
import { compress, decompress } from '../../src/index';
import { createZstdCompress, createZstdDecompress } from '../../src/node';
import { decompressChunks, ZstdCompressionStream, ZstdDecompressionStream } from '../../src/streams';

const text = JSON.stringify(Array.from({ length: 20_000 }, (_, id) => ({ id, text: `line ${id} of the answer` })));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});
const listening = async (server: Server): Promise<string> => {
  servers.push(server);
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** `Content-Encoding: zstd` for clients that accept it. */
const zstdMiddleware = async (
  context: { req: { header(name: string): string | undefined }; res: Response },
  next: () => Promise<void>,
): Promise<void> => {
  await next();
  const { res } = context;
  if (!context.req.header('accept-encoding')?.includes('zstd') || res.body === null) return;
  const headers = new Headers(res.headers);
  headers.set('Content-Encoding', 'zstd');
  headers.delete('Content-Length');
  const body = (res.body as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(new ZstdCompressionStream({ level: 3 }));
  context.res = new Response(body as unknown as ReadableStream<Uint8Array>, { status: res.status, headers });
};

it('undici and fetch: a response with Content-Encoding: zstd from a server of Node', async () => {
  const url = await listening(
    createServer((_request, response) => {
      response.setHeader('Content-Encoding', 'zstd');
      Readable.from([Buffer.from(text)])
        .pipe(createZstdCompress())
        .pipe(response);
    }),
  );
  const { body, headers } = await request(url);
  expect(headers['content-encoding']).toBe('zstd');
  let received = '';
  for await (const chunk of decompressChunks(body)) received += new TextDecoder().decode(chunk);
  expect(received).toBe(text);
  // Node 20's fetch hands the body on as it is; newer ones decompress it themselves.
  const response = await fetch(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const plain = bytes[0] === 0x28 ? decompress(bytes) : bytes;
  expect(new TextDecoder().decode(plain)).toBe(text);
});

it('Hono: middleware that compresses answers, read through a stream of the web', async () => {
  const app = new Hono();
  app.use(zstdMiddleware as never);
  app.get('/', (context) => context.text(text));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await new Promise((resolve) => (server.listening ? resolve(undefined) : server.once('listening', resolve)));
  const url = await listening(server);
  const { body, headers } = await request(url, { headers: { 'accept-encoding': 'zstd' } });
  expect(headers['content-encoding']).toBe('zstd');
  const web = Readable.toWeb(body) as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
  expect(await new Response(web.pipeThrough(new ZstdDecompressionStream()) as unknown as ReadableStream<Uint8Array>).text()).toBe(text);
  const other = await request(url);
  expect([other.headers['content-encoding'], await other.body.text()]).toEqual([undefined, text]);
});

/** Express: `Content-Encoding: zstd` for clients that accept it, whether a handler sends its answer at once or in pieces. */
const compressAnswers: RequestHandler = (incoming, response, next) => {
  if (incoming.acceptsEncodings('zstd') === false) {
    next();
    return;
  }
  const stream = createZstdCompress();
  const [write, end] = [response.write.bind(response), response.end.bind(response)] as [(chunk: Buffer) => boolean, () => void];
  stream.on('data', (chunk: Buffer) => write(chunk) || stream.pause());
  stream.on('end', () => end());
  response.on('drain', () => stream.resume());
  const begin = (): typeof stream => {
    if (!response.headersSent) response.setHeader('Content-Encoding', 'zstd').removeHeader('Content-Length');
    return stream;
  };
  response.write = ((...args: [Buffer]) => begin().write(...args)) as typeof response.write;
  response.end = ((...args: [Buffer]) => {
    begin().end(...args);
    return response;
  }) as typeof response.end;
  next();
};

/** Express: the bodies of requests, plain or with `Content-Encoding: zstd`, as text of limited length. */
const readText: RequestHandler = async (incoming, _response, next) => {
  const body = incoming.headers['content-encoding'] === 'zstd' ? incoming.pipe(createZstdDecompress({ maxOutputLength: 1e7 })) : incoming;
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part as Buffer);
  incoming.body = Buffer.concat(parts).toString();
  next();
};

it('Express: middleware that compresses answers and reads compressed requests', async () => {
  const app = express();
  app.use(compressAnswers);
  app.get('/whole', (_incoming, response) => {
    response.json(JSON.parse(text));
  });
  app.get('/pieces', async (_incoming, response) => {
    for (let at = 0; at < text.length; at += 50_000) {
      if (!response.write(text.slice(at, at + 50_000))) await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  app.post('/length', readText, (incoming, response) => {
    response.json({ length: incoming.body.length });
  });
  app.use(((error, _incoming, response, _next) => {
    response.status(400).json({ code: error.code });
  }) as express.ErrorRequestHandler);
  const url = await listening(createServer(app));
  for (const path of ['/whole', '/pieces']) {
    const { body, headers, statusCode } = await request(url + path, { headers: { 'accept-encoding': 'br, zstd' } });
    expect([statusCode, headers['content-encoding'], headers['content-length']]).toEqual([200, 'zstd', undefined]);
    const packed = new Uint8Array(await body.arrayBuffer());
    expect(packed.length).toBeLessThan(text.length / 5);
    expect(new TextDecoder().decode(decompress(packed))).toBe(text);
    const plain = await request(url + path);
    expect([plain.headers['content-encoding'], await plain.body.text()]).toEqual([undefined, text]);
  }
  const post = async (body: Uint8Array): Promise<[number, unknown]> => {
    const answer = await request(`${url}/length`, { method: 'POST', body, headers: { 'content-encoding': 'zstd' } });
    return [answer.statusCode, await answer.body.json()];
  };
  const frame = compress(new TextEncoder().encode(text));
  expect(await post(frame)).toEqual([200, { length: text.length }]);
  expect(await post(frame.subarray(0, 1000))).toEqual([400, { code: 'srcSize_wrong' }]);
  expect(await post(compress(new Uint8Array(1e7 + 1)))).toEqual([400, { code: 'dstSize_tooSmall' }]);
});

it('node:stream: a pipeline with the reference command on the other end, both ways', async () => {
  const packing = spawn('zstd', ['-q', '-c', '-7'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const parts: Buffer[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      parts.push(chunk);
      done();
    },
  });
  await Promise.all([pipeline(Readable.from([text]), packing.stdin), pipeline(packing.stdout, createZstdDecompress(), sink)]);
  expect(Buffer.concat(parts).toString()).toBe(text);
});
