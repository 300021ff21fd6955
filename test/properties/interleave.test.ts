import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compress, compressAsync, decompress, decompressAsync, ZstdCompressor, ZstdDecompressor, ZstdError } from '../../src/index';
import { joined, PieceReader, PieceWriter, randomContent, randomPieces, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { PROPERTY_RUNS } from '../helpers/runs';

const folder = mkdtempSync(join(tmpdir(), 'purezstd-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** An operation under way: a step at a time until it says that it is done; then what it made is checked. */
type Operation = Generator<void, void>;

const dictionary = randomContent(new Random(77), 3000).slice(0, 3000);
writeFileSync(join(folder, 'raw'), dictionary);
const words = new TextEncoder().encode('a message of the kind that dictionaries are for; '.repeat(30));
const framesWithDictionary = Array.from({ length: 8 }, (_, i) => {
  const content = joined([dictionary.subarray(100 * i, 100 * i + 700), words.subarray(0, 100 * i)]);
  return { content, frame: new Uint8Array(spawnSync('zstd', ['-qc', `-${i + 1}`, '-D', join(folder, 'raw')], { input: content }).stdout) };
});

const shared = [-3, 1, 3, 5, 7, 13].map((level) => new ZstdCompressor({ level, writeChecksum: true }));
const plain = new ZstdDecompressor();
const withDictionary = new ZstdDecompressor({ dictData: dictionary });

function* compressPieces(random: Random, content: Uint8Array): Operation {
  const stream = random.pick(shared).compressObj();
  const parts: Uint8Array[] = [];
  for (const piece of randomPieces(random, content)) {
    parts.push(stream.compress(piece));
    if (random.oneIn(5)) parts.push(stream.flush(1));
    yield;
  }
  parts.push(stream.flush());
  expect(same(decompress(joined(parts)), content)).toBe(true);
}

function* compressThroughWriter(random: Random, content: Uint8Array): Operation {
  const target = new PieceWriter();
  const writer = random.pick(shared).writeTo(target, { size: content.length });
  for (const piece of randomPieces(random, content)) {
    writer.write(piece);
    yield;
  }
  writer.close();
  expect(same(decompress(target.bytes()), content)).toBe(true);
}

function* compressThroughReader(random: Random, content: Uint8Array): Operation {
  const compressor = random.pick(shared);
  const reader = compressor.streamReader(new PieceReader(randomPieces(random, content)), { size: content.length });
  const parts: Uint8Array[] = [];
  const step = 1 + random.below(5000);
  for (let part = reader.read(step); part.length > 0; part = reader.read(step)) {
    parts.push(part);
    yield;
  }
  expect(same(joined(parts), compressor.compress(content))).toBe(true);
}

function* decompressPieces(random: Random, content: Uint8Array): Operation {
  const stream = plain.decompressObj();
  const parts: Uint8Array[] = [];
  for (const piece of randomPieces(random, random.pick(shared).compress(content))) {
    if (stream.eof) break;
    parts.push(stream.decompress(piece));
    yield;
  }
  stream.close();
  expect(same(joined(parts), content)).toBe(true);
}

function* decompressThroughIterator(random: Random, content: Uint8Array): Operation {
  const parts: Uint8Array[] = [];
  for (const part of plain.readToIter(random.pick(shared).compress(content), { writeSize: 1 + random.below(9000) })) {
    parts.push(part);
    yield;
  }
  expect(same(joined(parts), content)).toBe(true);
}

function* decompressWithDictionary(random: Random): Operation {
  const { frame, content } = random.pick(framesWithDictionary);
  const stream = withDictionary.decompressObj();
  const parts: Uint8Array[] = [];
  for (const piece of randomPieces(random, frame)) {
    if (stream.eof) break;
    parts.push(stream.decompress(piece));
    yield;
  }
  expect(same(joined(parts), content)).toBe(true);
}

/** Something that fails in the middle, in one of several ways. */
function* failing(random: Random, content: Uint8Array): Operation {
  const frame = compress(content, { writeChecksum: true });
  const broken = frame.slice();
  broken[random.below(broken.length)] ^= 1 << random.below(8);
  const stream = plain.decompressObj({ readAcrossFrames: true });
  try {
    for (const piece of randomPieces(random, broken)) {
      stream.decompress(piece);
      yield;
    }
    stream.close();
  } catch (error) {
    expect(error).toBeInstanceOf(ZstdError);
  }
  const short = random.pick(shared).compressObj({ size: content.length + 1 });
  short.compress(content);
  yield;
  expect(() => short.flush()).toThrow(ZstdError);
  // And one that nobody ends.
  random.pick(shared).compressObj().compress(content);
}

const kinds = [
  compressPieces,
  compressThroughWriter,
  compressThroughReader,
  decompressPieces,
  decompressThroughIterator,
  decompressWithDictionary,
  failing,
];

it(`operations that take turns at random do not notice one another, ${PROPERTY_RUNS} operations`, async () => {
  const random = new Random(2026);
  const open: Operation[] = [];
  const pending: Promise<void>[] = [];
  let begun = 0;
  while (begun < PROPERTY_RUNS || open.length > 0) {
    if (begun < PROPERTY_RUNS && (open.length === 0 || (open.length < 6 && random.oneIn(4)))) {
      open.push(random.pick(kinds)(random, randomContent(random, 400_000)));
      begun++;
    }
    const one = random.pick(open);
    if (one.next().done) open.splice(open.indexOf(one), 1);
    if (random.oneIn(40)) {
      const content = randomContent(random, 2000);
      expect(same(decompress(compress(content, random.pick([1, 3, 6]))), content)).toBe(true);
    }
    if (random.oneIn(100)) {
      const content = randomContent(random, 600_000);
      pending.push(
        (async () => {
          expect(same(await decompressAsync(await compressAsync(content)), content)).toBe(true);
        })(),
      );
    }
    if (random.oneIn(50)) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(pending);
});
