import type { DictionaryEntropy } from '../entropy/dictionaryRead';
import { OF_COUNTS } from '../entropy/sequencesEncode';
import { BLOCK_COMPRESSED, BLOCK_HEADER_SIZE, BLOCK_RAW, BLOCK_RLE } from '../format/blockHeader';
import { type ByteArena, createByteArena } from '../format/byteArena';
import { BLOCK_SIZE_MAX } from '../format/constants';
import { FIRST_OFFSETS, REPEAT_CODES, resolveOffset, updateHistory } from '../format/repeatOffsets';
import { SEQUENCES_MAX, type SequenceStore } from '../match/sequenceStore';
import type { BlockSettings } from './blockSettings';
import type { FrameHistory } from './history';
import type { EncoderLoops } from './loops';
import { chooseLeaves, LEAVES_MAX, NODE_COUNTS, NODE_SEQUENCES, splitAfter } from './splitAfter';

export interface BlockEncoder {
  /**
   * A frame begins: with no tables to repeat and repeat offsets 1, 4, 8, or with those of its history's `entropy`; or, where that is
   * `continued`, a frame goes on whose blocks so far somebody else has written: neither their tables nor the repeat offsets that they leave
   * are known.
   */
  startFrame(settings: BlockSettings, history?: Pick<FrameHistory, 'entropy' | 'continued'>): void;
  /** Offsets of more than `reach` are allowed no longer, repeated ones included. */
  narrow(reach: number): void;
  /**
   * The repeat offsets that the decoder holds after the last block written, newest first in elements 0 to 2; those of a new frame in place
   * of unknown ones. Match finders start from them.
   */
  readonly repeatOffsets: Int32Array;
  /**
   * Writes window bytes [start, end), parsed into the first `sequences` entries of the store, as one or more blocks at `at` of the output,
   * and returns the index after them. Entropy tables and repeat offsets advance with the blocks that are sent compressed only: raw and RLE
   * blocks change nothing (RFC 8878 §3.1.1.3).
   *
   * @param end at most 131072 bytes after `start`; none at all only in a last block
   */
  write(start: number, end: number, sequences: number, last: boolean, at: number): number;
  /** Adds the counts of literals and codes of such a block to `into`, NODE_COUNTS of them (see splitAfter), and writes nothing. */
  count(start: number, end: number, sequences: number, into: Int32Array): void;
}

/** Shorter sources cannot shrink: a compressed block needs two bytes beside its header and content. */
const COMPRESS_MIN = 7;
/** RLE blocks are only looked for where the compressed form is at least this small. */
const RLE_BELOW = 25;
/**
 * A block goes raw unless compressing it saves a 512th. The reference asks for a 64th: archives and images with a few matches were up to 2 %
 * larger or smaller than its, by chance.
 */
const LEAST_GAIN_SHIFT = 9;
/** Shorter copies are made byte by byte. */
const VIEW_FROM = 64;
/** Sequences per call of the pass: short calls enter the compiled function, long ones a second version for the middle of its loop. */
const PORTION = 512;
/** Literals lie behind some padding: the Huffman encoder reads words. */
const LITERALS_AT = 64;
/** Stands for a repeat offset that is not known: equal to none that can be found. */
const UNKNOWN_OFFSET = 2 ** 31 - 1;

/**
 * @param window at least 16 readable bytes before a block and 64 after it
 * @param out room for a block, its headers and 64 KiB more beyond `at`
 * @param loops each kind of engine has its own copy of them
 */
export function createBlockEncoder(window: ByteArena, store: SequenceStore, out: ByteArena, loops: EncoderLoops): BlockEncoder {
  const { bytes, view } = window;
  const { bytes: outBytes } = out;
  const { litLength, matchLength, offBase, nextOffsets } = store;
  const literals = createByteArena(LITERALS_AT + BLOCK_SIZE_MAX + 64);
  const { bytes: literalsBytes } = literals;
  const litLengthCodes = new Uint8Array(SEQUENCES_MAX);
  const matchLengthCodes = new Uint8Array(SEQUENCES_MAX);
  const offsetCodes = new Uint8Array(SEQUENCES_MAX);
  const counts = new Int32Array(2 * LEAVES_MAX * NODE_COUNTS);
  // Where each leaf begins: its first sequence, its first literal, its first byte of the window. One more for the end.
  const leafSequence = new Int32Array(32);
  const leafLiteral = new Int32Array(32);
  const leafByte = new Int32Array(32);
  const chosen = new Int32Array(32);
  const repeatOffsets = new Int32Array(32);
  // Where the decoder's history is another than the parser's (a part of a split was sent raw, or it is not all known): as parsed and as
  // decoded.
  const parsed = new Int32Array(32);
  const decoded = new Int32Array(32);
  const undone = new Int32Array(32);
  const codes = { litLengthCodes, offsetCodes, matchLengthCodes, litLength, offBase, matchLength };
  const gatherSequences = loops.createGatherSequences(view, literals.view, codes, counts);
  const countBytes = loops.createCountBytes(literals);
  const tables = loops.createFseEncodingTables();
  const literalsEncoder = loops.createLiteralsEncoder(literals, out, tables);
  const sequencesEncoder = loops.createSequencesEncoder(codes, out, tables);
  let settings: BlockSettings = { strategy: 1, literalCompression: true, splitLeaves: 0 };
  let firstBlock = true;
  /** The dictionary's tables that the encoders of literals and sequences hold. */
  let loaded: DictionaryEntropy | undefined;
  /** Whether `decoded` holds unknown offsets. */
  let partlyUnknown = false;

  /** Gathers and counts all leaves of a block; the last one ends with the block's last literals. */
  function gather(start: number, end: number, sequences: number, leaves: number): void {
    counts.fill(0, leaves * NODE_COUNTS, 2 * leaves * NODE_COUNTS);
    let lp = LITERALS_AT;
    let cursor = start;
    for (let leaf = 0; leaf < leaves; leaf++) {
      const from = Math.floor((sequences * leaf) / leaves);
      const to = Math.floor((sequences * (leaf + 1)) / leaves);
      const at = (leaves + leaf) * NODE_COUNTS;
      leafSequence[leaf] = from;
      leafLiteral[leaf] = lp;
      leafByte[leaf] = cursor;
      let after = lp;
      for (let i = from; i < to; i += PORTION) {
        after = gatherSequences.gather(i, Math.min(i + PORTION, to), cursor, after, at);
        cursor = gatherSequences.end();
      }
      if (leaf === leaves - 1) {
        // Short messages come in great numbers: not even a view is made for each.
        if (end - cursor < VIEW_FROM) for (let i = cursor; i < end; i++) literalsBytes[after + i - cursor] = bytes[i];
        else literalsBytes.set(bytes.subarray(cursor, end), after);
        after += end - cursor;
      }
      countBytes(lp, after, counts, at);
      lp = after;
    }
    leafSequence[leaves] = sequences;
    leafLiteral[leaves] = lp;
    leafByte[leaves] = end;
  }

  function writeHeader(at: number, type: number, size: number, last: boolean): void {
    const word = (size << 3) | (type << 1) | (last ? 1 : 0);
    outBytes[at] = word;
    outBytes[at + 1] = word >> 8;
    outBytes[at + 2] = word >> 16;
  }

  function writeRaw(start: number, end: number, last: boolean, at: number): number {
    writeHeader(at, BLOCK_RAW, end - start, last);
    outBytes.set(bytes.subarray(start, end), at + BLOCK_HEADER_SIZE);
    return at + BLOCK_HEADER_SIZE + end - start;
  }

  function isRun(start: number, end: number): boolean {
    const byte = bytes[start];
    for (let p = start + 1; p < end; p++) if (bytes[p] !== byte) return false;
    return true;
  }

  /**
   * The decoder's history differs from the parser's: repeat codes of sequences [from, to) that mean something else to the decoder become
   * real offsets. `parsed` and `decoded` advance over them.
   */
  function reconcile(from: number, to: number, at: number): void {
    for (let i = from; i < to; i++) {
      const ll = litLength[i];
      const base = offBase[i];
      const offset = updateHistory(parsed, base, ll);
      if (base <= REPEAT_CODES && resolveOffset(decoded, base, ll) !== offset) {
        counts[at + NODE_SEQUENCES + OF_COUNTS + offsetCodes[i]]--;
        offBase[i] = offset + REPEAT_CODES;
        offsetCodes[i] = 31 - Math.clz32(offset + REPEAT_CODES);
        counts[at + NODE_SEQUENCES + OF_COUNTS + offsetCodes[i]]++;
      }
      updateHistory(decoded, offBase[i], ll);
    }
  }

  /** Writes one (part of a) block; returns the index after it, negative when it went raw or RLE. */
  function writeNode(first: number, next: number, node: number, last: boolean, at: number): number {
    const start = leafByte[first];
    const end = leafByte[next];
    const size = end - start;
    const body = at + BLOCK_HEADER_SIZE;
    const wasFirst = firstBlock;
    firstBlock = false;
    const countsAt = node * NODE_COUNTS;
    const { strategy, literalCompression } = settings;
    let op = literalsEncoder.encode(leafLiteral[first], leafLiteral[next], counts, countsAt, body, strategy, literalCompression);
    op = sequencesEncoder.encode(leafSequence[first], leafSequence[next], counts, countsAt + NODE_SEQUENCES, op);
    const written = op - body;
    // The first block is never RLE: decoders up to 1.4.3 fail on it.
    if (!wasFirst && op !== 0 && written < RLE_BELOW && isRun(start, end)) {
      writeHeader(at, BLOCK_RLE, size, last);
      outBytes[body] = bytes[start];
      return -(body + 1);
    }
    if (op === 0 || written >= size - (size >> LEAST_GAIN_SHIFT)) return -writeRaw(start, end, last, at);
    literalsEncoder.commit();
    sequencesEncoder.commit();
    writeHeader(at, BLOCK_COMPRESSED, written, last);
    return op;
  }

  /** Parts of which one may go raw, or a history that is not all known: the decoder's is followed part by part. */
  function writeParts(leaves: number, parts: number, last: boolean, at: number): number {
    let first = 0;
    let diverged = partlyUnknown;
    parsed.set(repeatOffsets);
    if (!diverged) decoded.set(repeatOffsets);
    for (let part = 0; part < parts; part++) {
      const node = chosen[part];
      const width = leaves >> (31 - Math.clz32(node));
      const next = first + width;
      const from = leafSequence[first];
      const to = leafSequence[next];
      undone.set(decoded);
      if (diverged) reconcile(from, to, node * NODE_COUNTS);
      const after = writeNode(first, next, node, last && part === parts - 1, at);
      if (after < 0) {
        if (!diverged) {
          // So far both histories were one; bring the parser's up to here, the decoder's stays before this part.
          for (let i = 0; i < from; i++) updateHistory(decoded, offBase[i], litLength[i]);
          parsed.set(decoded);
          for (let i = from; i < to; i++) updateHistory(parsed, offBase[i], litLength[i]);
          diverged = true;
        } else decoded.set(undone);
        at = -after;
      } else at = after;
      first = next;
    }
    if (diverged) adopt();
    else repeatOffsets.set(nextOffsets);
    return at;
  }

  /** Match finders go on from what the decoder holds, as far as that is known. */
  function adopt(): void {
    partlyUnknown = decoded[2] === UNKNOWN_OFFSET;
    for (let i = 0; i < 3; i++) repeatOffsets[i] = decoded[i] === UNKNOWN_OFFSET ? FIRST_OFFSETS[i] : decoded[i];
  }

  /** The decoder's repeat offsets are not known, or must not be used: until there are new ones, parsers go by others. */
  function forget(): void {
    repeatOffsets.set(FIRST_OFFSETS);
    decoded.fill(UNKNOWN_OFFSET);
    partlyUnknown = true;
  }

  return {
    repeatOffsets,

    startFrame(blockSettings: BlockSettings, history?: Pick<FrameHistory, 'entropy' | 'continued'>): void {
      const entropy = history?.entropy;
      settings = blockSettings;
      firstBlock = true;
      partlyUnknown = false;
      if (history?.continued) forget();
      else repeatOffsets.set(entropy?.repeatOffsets ?? FIRST_OFFSETS);
      if (entropy !== undefined && entropy !== loaded) {
        loaded = entropy;
        literalsEncoder.loadDictionary(entropy.huffmanLengths);
        sequencesEncoder.loadDictionary(entropy.distributions);
      }
      literalsEncoder.reset(entropy !== undefined);
      sequencesEncoder.reset(entropy !== undefined);
    },

    narrow(reach: number): void {
      // Parsers do not ask how far these reach. What stands behind the three is not theirs.
      if (Math.max(...repeatOffsets.subarray(0, 3)) > reach) forget();
    },

    count(start: number, end: number, sequences: number, into: Int32Array): void {
      gather(start, end, sequences, 1);
      for (let i = 0; i < NODE_COUNTS; i++) into[i] += counts[NODE_COUNTS + i];
    },

    write(start: number, end: number, sequences: number, last: boolean, at: number): number {
      if (end - start < COMPRESS_MIN) {
        firstBlock = false;
        return writeRaw(start, end, last, at);
      }
      const leaves = chooseLeaves(sequences, settings.splitLeaves);
      gather(start, end, sequences, leaves);
      const parts = leaves === 1 ? 1 : splitAfter(counts, leaves, chosen);
      if (parts > 1) return writeParts(leaves, parts, last, at);
      leafSequence[1] = sequences;
      leafLiteral[1] = leafLiteral[leaves];
      leafByte[1] = end;
      if (partlyUnknown) {
        chosen[0] = 1;
        return writeParts(1, 1, last, at);
      }
      const after = writeNode(0, 1, 1, last, at);
      if (after < 0) return -after;
      repeatOffsets.set(nextOffsets);
      return after;
    },
  };
}
