import { generate, kinds } from '../../corpus/generate';
import { COMPRESSOBJ_FLUSH_BLOCK, type ZstdCompressor } from '../../src/index';
import type { Random } from './random';

/** Content of a random kind; mostly short, since what streams get wrong they get wrong at the edges. */
export function randomContent(random: Random, most = 300_000): Uint8Array {
  const size = random.oneIn(8) ? random.below(most) : random.oneIn(3) ? random.below(200) : random.below(Math.min(most, 6000));
  return generate(random.pick(kinds), size, random.next());
}

/** A size from 1 to `most`, small ones as likely as large ones. */
export function randomSize(random: Random, most: number): number {
  return 1 + random.below(2 ** random.below(1 + Math.ceil(Math.log2(most))));
}

/** Cuts data into pieces of random sizes, some of them empty. */
export function randomPieces(random: Random, data: Uint8Array): Uint8Array[] {
  const most = randomSize(random, Math.max(data.length, 2));
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < data.length; ) {
    const size = random.below(most + 1);
    pieces.push(data.subarray(at, at + size));
    at += size;
    if (pieces.length > 2000) {
      pieces.push(data.subarray(at));
      break;
    }
  }
  return pieces;
}

/** An object with `read` that gives pieces as they are, or less of them when less is asked for; it counts its calls. */
export class PieceReader {
  reads = 0;
  private readonly pieces: Uint8Array[];

  constructor(pieces: Uint8Array[]) {
    this.pieces = pieces.filter(({ length }) => length > 0);
  }

  read(size: number): Uint8Array {
    this.reads++;
    const piece = this.pieces.shift() ?? new Uint8Array(0);
    if (piece.length > size) this.pieces.unshift(piece.subarray(size));
    return piece.subarray(0, size);
  }
}

/** An object with `write` that keeps what it is given. */
export class PieceWriter {
  readonly pieces: Uint8Array[] = [];

  write(piece: Uint8Array): number {
    this.pieces.push(piece);
    return piece.length;
  }

  bytes(): Uint8Array {
    return joined(this.pieces);
  }
}

/** Pieces as one plain array. */
export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  const all = Array.from(pieces);
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

export const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Content, then the same again with an edit of up to four bytes here and there, every `least` bytes or more. */
export function withEditedCopy(content: Uint8Array, random: Random, least = 2000): Uint8Array {
  const pieces: Uint8Array[] = [content];
  for (let from = 0; from < content.length; ) {
    const to = Math.min(from + least + random.below(8 * least), content.length);
    pieces.push(content.subarray(from, to), random.bytes(random.below(5)));
    from = to + random.below(5);
  }
  return joined(pieces);
}

/** A frame of unknown size whose blocks end after `next()` bytes. */
export function compressFlushing(compressor: ZstdCompressor, content: Uint8Array, next: () => number): Uint8Array {
  const flushed = compressor.compressObj();
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < content.length; ) {
    const to = at + next();
    blocks.push(flushed.compress(content.subarray(at, to)), flushed.flush(COMPRESSOBJ_FLUSH_BLOCK));
    at = to;
  }
  blocks.push(flushed.flush());
  return joined(blocks);
}
