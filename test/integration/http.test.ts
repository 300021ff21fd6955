import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { request } from 'undici';
import { afterAll, expect, it } from 'vitest';
import { decompress } from '../../src/index';
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
