// The tests run on the sources; this runs what is shipped, whose constants are inlined, whose properties are renamed and whose engines are
// duplicated by the build: every entry point in both module formats, one-shot and streamed, and the command.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import * as compressEntry from '../dist/compress.js';
import * as decompressEntry from '../dist/decompress.js';
import * as dictionaryEntry from '../dist/dictionary.js';
import * as everything from '../dist/index.js';

// Where this is missing, the decoder's loop that copies 8 bytes as one BigInt is not taken (src/format/bigInts.ts); here it has to be.
Math.f16round ??= Math.fround;

const require = createRequire(import.meta.url);
const PIECE = 50_000;

/** Text with structure at several distances, longer than a few blocks. */
function content() {
  const words = [];
  for (let i = 0; i < 90_000; i++) words.push(((i * 2654435761) >>> 17) % 800, i % 97);
  return new TextEncoder().encode(words.join(' '));
}

function pieces(data) {
  const out = [];
  for (let at = 0; at < data.length; at += PIECE) out.push(data.subarray(at, at + PIECE));
  return out;
}

/** Two streams that take turns: one of them has the main engine, the other a spare one. */
function compressInTurns(writing, data, level) {
  const writers = [0, 1].map(() => new writing.ZstdCompressor({ level, writeChecksum: true }).compressObj());
  const frames = writers.map(() => []);
  for (const piece of pieces(data)) {
    for (const [i, writer] of writers.entries()) frames[i].push(writer.compress(piece), writer.flush(writing.COMPRESSOBJ_FLUSH_BLOCK));
  }
  for (const [i, writer] of writers.entries()) frames[i].push(writer.flush());
  assert.equal(Buffer.compare(Buffer.concat(frames[0]), Buffer.concat(frames[1])), 0, `two compressors, level ${level}`);
  return frames[0];
}

function exercise(writing, reading, data) {
  for (const level of [-7, -1, 1, 2, 3, 4]) {
    const frame = writing.compress(data, { level, writeChecksum: true });
    assert.ok(frame.length < data.length && frame.length <= writing.compressBound(data.length));
    assert.equal(Buffer.compare(reading.decompress(frame), data), 0, `level ${level}`);
    const streamed = compressInTurns(writing, data, level);
    const reader = new reading.ZstdDecompressor().decompressObj();
    const other = new reading.ZstdDecompressor().decompressObj();
    const [mine, theirs] = [[], []];
    for (const piece of streamed) {
      mine.push(reader.decompress(piece));
      theirs.push(other.decompress(piece));
    }
    reader.close();
    other.close();
    assert.equal(Buffer.compare(Buffer.concat(mine), data), 0, `streamed, level ${level}`);
    assert.equal(Buffer.compare(Buffer.concat(theirs), data), 0, `streamed beside another, level ${level}`);
  }
  const frame = writing.compress(data, { writeChecksum: true });
  const { contentSize, hasChecksum } = reading.getFrameParameters(frame);
  assert.deepEqual([contentSize, hasChecksum], [data.length, true]);
  frame[frame.length - 1] ^= 1;
  assert.throws(() => reading.decompress(frame), reading.ZstdError);
  assert.equal(reading.ZstdError, writing.ZstdError, 'entry points share one ZstdError');
}

const data = content();
exercise(everything, everything, data);
exercise(compressEntry, decompressEntry, data);
exercise(require('../dist/index.cjs'), require('../dist/index.cjs'), data);
exercise(require('../dist/compress.cjs'), require('../dist/decompress.cjs'), data);

// A dictionary made in one entry serves the others.
for (const [writing, reading, { ZstdCompressionDict }] of [
  [everything, everything, everything],
  [compressEntry, decompressEntry, dictionaryEntry],
  [require('../dist/compress.cjs'), require('../dist/decompress.cjs'), require('../dist/dictionary.cjs')],
]) {
  const dict = new ZstdCompressionDict(data.subarray(0, 50_000));
  dict.precomputeCompress({ level: 3 });
  for (const level of [-1, 1, 3, 6, 9, 12, 19]) {
    for (let at = 50_000; at < 60_000; at += 1000) {
      const record = data.subarray(at, at + 700);
      const frame = writing.compress(record, { level, dictData: dict });
      assert.equal(Buffer.compare(reading.decompress(frame, { dictData: dict }), record), 0, `a dictionary, level ${level}`);
    }
  }
}
/** Files for random access: written in every way, read from every source that needs no server but a stand-in. */
async function exerciseSeekable(index, seekable) {
  const options = { level: 1, frameSize: 30_000 };
  const file = seekable.compressSeekable(data, options);
  assert.equal(Buffer.compare(index.decompress(file), data), 0, 'a seekable file');
  const written = [];
  const writer = new seekable.SeekableWriter({ write: (piece) => written.push(piece) }, options);
  for (const piece of pieces(data)) writer.write(piece);
  assert.ok(writer.memorySize() > 1000);
  writer.close();
  assert.equal(writer.tell(), file.length);
  assert.equal(Buffer.compare(Buffer.concat(written), file), 0, 'a seekable file, streamed');
  const web = new Blob([data]).stream().pipeThrough(new seekable.SeekableCompressionStream(options));
  assert.equal(Buffer.compare(Buffer.from(await new Response(web).arrayBuffer()), file), 0, 'a seekable file, as a web stream');
  const fetch = async (_, { headers }) => {
    const [, start, end] = /^bytes=(\d*)-(\d*)$/.exec(headers.get('range'));
    const from = start === '' ? file.length - end : Number(start);
    const body = file.slice(from, start === '' ? undefined : Number(end) + 1);
    return new Response(body, { status: 206, headers: { 'content-range': `bytes ${from}-${from + body.length - 1}/${file.length}` } });
  };
  const storage = { size: async () => file.length, read: async (from, to) => file.subarray(from, to) };
  for (const source of [file, new Blob([file]), storage, { url: 'https://example.com/', fetch }]) {
    const reader = await seekable.SeekableReader.open(source, { cacheSize: 100_000 });
    const { decompressedOffset, checksum } = reader.frameInfo(reader.frameAt(60_000));
    assert.ok(reader.size === data.length && decompressedOffset === 60_000 && checksum > 0);
    const parts = await Promise.all([reader.read(50_000, 70_000), reader.read(65_000, 200_000), reader.read()]);
    const expected = [data.subarray(50_000, 70_000), data.subarray(65_000, 200_000), data];
    for (const [i, part] of parts.entries()) assert.equal(Buffer.compare(part, expected[i]), 0, `a part of a seekable file, ${i}`);
    const chunks = [];
    for await (const chunk of reader.stream({ start: 100 })) chunks.push(chunk);
    assert.equal(Buffer.compare(Buffer.concat(chunks), data.subarray(100)), 0, 'a stream of a seekable file');
    reader.close();
    await assert.rejects(reader.read(), { code: 'stage_wrong' });
  }
  assert.equal(seekable.SeekableReader.openSync(file).readSync(5, 10).length, 5);
  await assert.rejects(seekable.SeekableReader.open({ url: '/', fetch: async () => new Response('') }), { reason: 'range_unsupported' });
  assert.equal(seekable.ZstdError, index.ZstdError);
}

// Every other way of the API, in both module formats: what a renamed property would break.
async function exerciseApi(index, streams, node, seekable, fzstd, polyfill) {
  const same = (a, b, what) => assert.equal(Buffer.compare(a, b), 0, what);
  const compressionParams = new index.CompressionParameters({ windowLog: 14, enableLdm: true, writeChecksum: true });
  const compressor = new index.ZstdCompressor({ compressionParams });
  const decompressor = new index.ZstdDecompressor();
  const frame = compressor.compress(data);
  same(index.decompress(frame), data, 'parameters');
  same(compressor.streamReader(data).readAll(), frame, 'compression reader');
  same(Buffer.concat([...compressor.readToIter(data)]), frame, 'compression iterator');
  const chunker = compressor.chunker(1000, { size: data.length });
  same(Buffer.concat([...chunker.compress(data), ...chunker.finish()]), frame, 'chunker');
  const [written, back] = [[], []];
  const writer = compressor.streamWriter({ write: (piece) => written.push(piece) }, { size: data.length });
  for (const piece of pieces(data)) writer.write(piece);
  assert.ok(writer.memorySize() > 1000 && compressor.memorySize() > 1000);
  writer.close();
  same(Buffer.concat(written), frame, 'compression writer');
  const reverse = decompressor.writeTo({ write: (piece) => back.push(piece) });
  for (const piece of written) reverse.write(piece);
  assert.ok(reverse.tell() === data.length && decompressor.memorySize() > 100);
  reverse.close();
  same(Buffer.concat(back), data, 'decompression writer');
  const reader = decompressor.streamReader(frame);
  reader.seek(1000);
  same(reader.readAll(), data.subarray(1000), 'decompression reader');
  same(Buffer.concat([...decompressor.readToIter(frame)]), data, 'decompression iterator');
  const batch = compressor.multiCompressToBuffer([data, data.subarray(5)]);
  const sizes = new BigUint64Array([BigInt(data.length), BigInt(data.length - 5)]);
  const contents = decompressor.multiDecompressToBuffer(batch, { decompressedSizes: sizes });
  same(contents.segment(1).bytes, data.subarray(5), 'batch');
  const stated = index.compress(data);
  same(decompressor.decompressContentDictChain([stated, stated]), data, 'chain');
  assert.deepEqual(compressor.frameProgression().slice(0, 2), [data.length, data.length]);
  same(await index.decompressAsync(await index.compressAsync(data)), data, 'asynchronous');
  const web = new Blob([data]).stream().pipeThrough(new streams.ZstdCompressionStream()).pipeThrough(new index.ZstdDecompressionStream());
  same(Buffer.from(await new Response(web).arrayBuffer()), data, 'web streams');
  same(node.zstdDecompressSync(node.zstdCompressSync(data)), data, 'node');
  const transform = node.createZstdDecompress();
  transform.end(frame);
  same(Buffer.concat(await transform.toArray()), data, 'node streams');
  await exerciseSeekable(index, seekable);
  same(fzstd.decompress(frame), data, 'fzstd');
  assert.throws(() => fzstd.decompress(frame.subarray(0, 12)), { message: 'unexpected EOF', code: 5 });
  const uninstall = polyfill.installPolyfill();
  new CompressionStream('zstd');
  uninstall();
  assert.equal(streams.ZstdError, index.ZstdError);
}
const others = ['streams', 'node', 'seekable', 'fzstd', 'polyfill'];
const entries = await Promise.all(others.map((name) => import(`../dist/${name}.js`)));
await exerciseApi(everything, ...entries);
await exerciseApi(...['index', ...others].map((name) => require(`../dist/${name}.cjs`)));

// More than the decoder's main engine holds at once.
const large = Buffer.concat(Array.from({ length: 40 }, (_, i) => data.subarray(i)));
assert.ok(large.length > 16 << 20);
const largeFrame = everything.compress(large, 1);
assert.equal(Buffer.compare(everything.decompress(largeFrame), large), 0, 'a large frame');

// By now the main engine copies 8 bytes as one BigInt.
const { setBigInt64 } = DataView.prototype;
let copies = 0;
DataView.prototype.setBigInt64 = function (...args) {
  copies++;
  setBigInt64.apply(this, args);
};
assert.equal(Buffer.compare(everything.decompress(largeFrame), large), 0, 'a large frame once more');
assert.ok(copies > 100_000, `${copies} copies`);
DataView.prototype.setBigInt64 = setBigInt64;

// Several threads, with the worker's script as it is shipped: the same bytes in calls that block and in those that do not.
async function exerciseThreads(index, { closeWorkers }) {
  const compressionParams = (threads) =>
    new index.CompressionParameters({ compressionLevel: 3, jobSize: 1 << 20, threads, writeContentSize: true });
  const dictData = new index.ZstdCompressionDict(data.subarray(0, 50_000));
  for (const options of [{}, { dictData }]) {
    const [one, two] = [1, 2].map((threads) => ({ ...options, compressionParams: compressionParams(threads) }));
    const frame = index.compress(large, one);
    assert.equal(Buffer.compare(index.compress(large, two), frame), 0, 'two threads');
    assert.equal(Buffer.compare(await index.compressAsync(large, two), frame), 0, 'two threads, asynchronously');
    assert.equal(Buffer.compare(await index.decompressAsync(frame, options), large), 0, 'decompressed by a worker');
  }
  const records = Array.from({ length: 2000 }, (_, i) => data.subarray(i * 100, i * 100 + 500));
  for (const options of [{ level: 5 }, { level: 1, dictData }]) {
    const compressor = new index.ZstdCompressor({ ...options, writeContentSize: true });
    const frames = compressor.multiCompressToBuffer(records, { threads: 2 });
    const alone = compressor.multiCompressToBuffer(records);
    for (const [i, { bytes }] of [...frames].entries()) assert.equal(Buffer.compare(bytes, alone.segment(i).bytes), 0, `record ${i}`);
    const contents = new index.ZstdDecompressor(options).multiDecompressToBuffer(frames, { threads: 2 });
    for (const [i, { bytes }] of [...contents].entries()) assert.equal(Buffer.compare(bytes, records[i]), 0, `content ${i}`);
  }
  closeWorkers();
}
// Nothing of this may be done by the calling thread for want of a worker.
const { Worker } = await import('node:worker_threads');
const started = [];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (...message) {
  if (!started.includes(this)) {
    started.push(this);
    this.once('message', () => {
      this.answered = true;
    });
  }
  return postMessage.apply(this, message);
};
await exerciseThreads(everything, await import('../dist/workers.js'));
await exerciseThreads(require('../dist/index.cjs'), require('../dist/workers.cjs'));
assert.ok(started.filter(({ answered }) => answered).length >= 4, 'workers of both module formats have answered');

const command = (args, input) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...args], { input, maxBuffer: 1 << 26 });
  assert.equal(status, 0, stderr.toString());
  return stdout;
};
assert.equal(Buffer.compare(command(['-d'], command(['-3'], data)), data), 0, 'the command');
assert.equal(Buffer.compare(command(['-d'], command(['-3', '--seekable=50K'], data)), data), 0, 'the command, for random access');
console.log('dist: every entry point works in both module formats, and the command does');
