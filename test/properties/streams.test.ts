import { describe, expect, it } from 'vitest';
import { COMPRESSOBJ_FLUSH_BLOCK, compress, decompress, SKIPPABLE_MAGIC, ZstdCompressor, ZstdDecompressor } from '../../src/index';
import { joined, PieceWriter, randomContent, randomPieces, same } from '../helpers/content';
import { Random } from '../helpers/random';
import { PROPERTY_RUNS } from '../helpers/runs';
import { acrossFrames, compressing, decompressing, levelOf, SIZE_MAX } from './ways';

/** What can be flushed. */
interface Flushing {
  write(piece: Uint8Array): void;
  flush(): void;
  end(): void;
  bytes(): Uint8Array;
}

const flushing: Record<string, (compressor: ZstdCompressor) => Flushing> = {
  compressObj(compressor) {
    const stream = compressor.compressObj();
    const parts: Uint8Array[] = [];
    return {
      write: (piece) => parts.push(stream.compress(piece)),
      flush: () => parts.push(stream.flush(COMPRESSOBJ_FLUSH_BLOCK)),
      end: () => parts.push(stream.flush()),
      bytes: () => joined(parts),
    };
  },
  chunker(compressor) {
    const chunker = compressor.chunker(50);
    const parts: Uint8Array[] = [];
    return {
      write: (piece) => parts.push(...chunker.compress(piece)),
      flush: () => parts.push(...chunker.flush()),
      end: () => parts.push(...chunker.finish()),
      bytes: () => joined(parts),
    };
  },
  writeTo(compressor) {
    const target = new PieceWriter();
    const writer = compressor.writeTo(target);
    return { write: (piece) => writer.write(piece), flush: () => writer.flush(), end: () => writer.close(), bytes: () => target.bytes() };
  },
};

/** A frame to be passed over (RFC 8878 §3.1.2). */
function skippableFrame(random: Random): Uint8Array {
  const size = random.below(300);
  const header = new DataView(new ArrayBuffer(8));
  header.setUint32(0, SKIPPABLE_MAGIC + random.below(16), true);
  header.setUint32(4, size, true);
  return joined([new Uint8Array(header.buffer), random.bytes(size)]);
}

describe('the frame does not depend on how the content is cut', () => {
  for (const [seed, [name, run]] of compressing.entries()) {
    it(`${name}, ${PROPERTY_RUNS} runs`, () => {
      const random = new Random(100 + seed);
      for (let i = 0; i < PROPERTY_RUNS; i++) {
        const compressor = new ZstdCompressor({
          level: levelOf(random),
          writeContentSize: random.oneIn(2),
          writeChecksum: random.oneIn(2),
        });
        const content = randomContent(random, SIZE_MAX);
        const pledged = run(compressor, content, random, content.length);
        expect(same(pledged, compressor.compress(content)), `run ${i}`).toBe(true);
        if (i % 4 > 0) continue;
        const one = run(compressor, content, random, undefined);
        expect(same(one, run(compressor, content, random, undefined)), `run ${i}`).toBe(true);
        expect(same(decompress(one), content), `run ${i}`).toBe(true);
      }
    });
  }

  for (const [name, begin] of Object.entries(flushing)) {
    it(`${name} that is flushed at the same places, ${PROPERTY_RUNS} runs`, () => {
      const random = new Random(150 + name.length);
      for (let i = 0; i < PROPERTY_RUNS; i++) {
        const compressor = new ZstdCompressor({ level: levelOf(random), writeChecksum: random.oneIn(2) });
        const content = randomContent(random, SIZE_MAX);
        const places = Array.from({ length: random.below(5) }, () => random.below(content.length + 1)).sort((a, b) => a - b);
        const spans = [0, ...places].map((from, at) => content.subarray(from, places[at] ?? content.length));
        const frames = [1, 2].map(() => {
          const { write, flush, end, bytes } = begin(compressor);
          for (const [at, span] of spans.entries()) {
            for (const piece of randomPieces(random, span)) write(piece);
            if (at < places.length) flush();
          }
          end();
          return bytes();
        });
        expect(same(frames[0], frames[1]), `run ${i}`).toBe(true);
        expect(same(decompress(frames[0]), content), `run ${i}`).toBe(true);
      }
    });
  }
});

describe('the content does not depend on how the frame is cut', () => {
  for (const [seed, [name, run]] of decompressing.entries()) {
    it(`${name}, ${PROPERTY_RUNS} runs`, () => {
      const random = new Random(200 + seed);
      const decompressor = new ZstdDecompressor();
      for (let i = 0; i < PROPERTY_RUNS; i++) {
        const content = randomContent(random, SIZE_MAX);
        const frame = compress(content, { level: levelOf(random), writeContentSize: random.oneIn(2), writeChecksum: random.oneIn(2) });
        expect(same(run(decompressor, frame, random), content), `run ${i}`).toBe(true);
      }
    });
  }
});

describe('the content of several frames does not depend on how they are cut', () => {
  for (const [seed, [name, run]] of acrossFrames.entries()) {
    it(`${name}, ${PROPERTY_RUNS} runs`, () => {
      const random = new Random(300 + seed);
      const decompressor = new ZstdDecompressor();
      for (let i = 0; i < PROPERTY_RUNS; i++) {
        const contents = Array.from({ length: 1 + random.below(4) }, () => randomContent(random, 20_000));
        const frames = contents.flatMap((content) => {
          const frame = compress(content, { level: levelOf(random), writeContentSize: random.oneIn(2), writeChecksum: random.oneIn(2) });
          return random.oneIn(3) ? [skippableFrame(random), frame] : [frame];
        });
        if (random.oneIn(3)) frames.push(skippableFrame(random));
        expect(same(run(decompressor, joined(frames), random), joined(contents)), `run ${i}`).toBe(true);
      }
    });
  }
});
