/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import type { DictionaryEntropy } from '../entropy/dictionaryRead';
import { createCountBytes } from '../entropy/histogram';
import { createLiteralsEncoder, minimumGain } from '../entropy/literalsEncode';
import { createSequencesEncoder, LL_COUNTS, ML_COUNTS, OF_COUNTS } from '../entropy/sequencesEncode';
import { BLOCK_COMPRESSED, BLOCK_HEADER_SIZE, BLOCK_RAW, BLOCK_RLE } from '../format/blockHeader';
import { type ByteArena, createByteArena } from '../format/byteArena';
import { createCodeTables } from '../format/codes';
import { BLOCK_SIZE_MAX } from '../format/constants';
import { resolveOffset, updateHistory } from '../format/repeatOffsets';
import { SEQUENCES_MAX, type SequenceStore } from '../match/sequenceStore';
import { chooseLeaves, LEAVES_MAX, NODE_COUNTS, NODE_SEQUENCES, splitAfter } from './splitAfter';

/** How the blocks of a frame are written. */
export interface BlockSettings {
  /** 1 (fast) to 9 (btultra2). */
  strategy: number;
  /** Whether literals may be Huffman-coded. */
  literalCompression: boolean;
  /** Blocks that the sequences of one parsed block may be cut into: a power of two up to 16; 0 or 1 for none. */
  splitLeaves: number;
}

export interface BlockEncoder {
  /** A frame begins: with no tables to repeat and repeat offsets 1, 4, 8, or (`dictionary`) with what {@link load} read. */
  startFrame(settings: BlockSettings, dictionary: boolean): void;
  /** Takes a dictionary's tables and repeat offsets, for frames to begin with. */
  load(entropy: DictionaryEntropy): void;
  /** The repeat offsets that the decoder holds after the last block written, newest first in elements 0 to 2. Match finders start from them. */
  readonly repeatOffsets: Int32Array;
  /**
   * Writes window bytes [start, end), parsed into the first `sequences` entries of the store, as one or more blocks at `at` of the output, and returns the index
   * after them. Entropy tables and repeat offsets advance with the blocks that are sent compressed only: raw and RLE blocks change nothing
   * (RFC 8878 §3.1.1.3).
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
/** Shorter copies are made byte by byte. */
const VIEW_FROM = 64;
/** Sequences per call of the pass: short calls enter the compiled function, long ones a second version for the middle of its loop. */
const PORTION = 512;
/** Literals lie behind some padding: the Huffman encoder reads words. */
const LITERALS_AT = 64;

/**
 * @param window at least 16 readable bytes before a block and 64 after it
 * @param out room for a block, its headers and 64 KiB more beyond `at`
 */
export function createBlockEncoder(window: ByteArena, store: SequenceStore, out: ByteArena): BlockEncoder {
  const { bytes, view } = window;
  const { bytes: outBytes } = out;
  const { litLength, matchLength, offBase, nextOffsets } = store;
  const literals = createByteArena(LITERALS_AT + BLOCK_SIZE_MAX + 64);
  const { view: literalsView, bytes: literalsBytes } = literals;
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
  const firstOffsets = new Int32Array(3);
  // For a split of which a part was sent raw: the histories as parsed and as decoded.
  const parsed = new Int32Array(32);
  const { llCode, mlCode } = createCodeTables();
  const countBytes = createCountBytes(literals);
  const literalsEncoder = createLiteralsEncoder(literals, out);
  const sequencesEncoder = createSequencesEncoder({ litLengthCodes, offsetCodes, matchLengthCodes, litLength, offBase, matchLength }, out);
  let settings: BlockSettings = { strategy: 1, literalCompression: true, splitLeaves: 0 };
  let firstBlock = true;

  /**
   * One pass over sequences [from, to), whose bytes begin at `p`: gathers their literals at `lp`, finds the codes and counts them from `at` on. Literals are
   * copied 16 bytes at once whatever their number (a loop that asks first mispredicts: 38 % of this stage). Returns the literals' end; the
   * window position goes to `cursor`.
   */
  let cursor = 0;
  function pass(from: number, to: number, p: number, lp: number, at: number): number {
    const D = view;
    const W = literalsView;
    const C = counts;
    const LV = litLength;
    const MV = matchLength;
    const OV = offBase;
    const LC = litLengthCodes;
    const MC = matchLengthCodes;
    const OC = offsetCodes;
    const lut = llCode;
    const mut = mlCode;
    to = to | 0;
    p = p | 0;
    lp = lp | 0;
    const llAt = (at + NODE_SEQUENCES + LL_COUNTS) | 0;
    const ofAt = (at + NODE_SEQUENCES + OF_COUNTS) | 0;
    const mlAt = (at + NODE_SEQUENCES + ML_COUNTS) | 0;
    for (let i = from | 0; i < to; i = (i + 1) | 0) {
      const ll = LV[i];
      const m = (MV[i] - 3) | 0;
      const lc = ll < 64 ? lut[ll] : (50 - Math.clz32(ll)) | 0;
      const mc = m < 128 ? mut[m] : (67 - Math.clz32(m)) | 0;
      const oc = (31 - Math.clz32(OV[i])) | 0;
      LC[i] = lc;
      MC[i] = mc;
      OC[i] = oc;
      C[llAt + lc]++;
      C[ofAt + oc]++;
      C[mlAt + mc]++;
      let x = D.getInt32(p, true);
      let y = D.getInt32((p + 4) | 0, true);
      W.setInt32(lp, x, true);
      W.setInt32((lp + 4) | 0, y, true);
      x = D.getInt32((p + 8) | 0, true);
      y = D.getInt32((p + 12) | 0, true);
      W.setInt32((lp + 8) | 0, x, true);
      W.setInt32((lp + 12) | 0, y, true);
      if (ll > 16) {
        for (let k = 16; k < ll; k = (k + 8) | 0) {
          x = D.getInt32((p + k) | 0, true);
          y = D.getInt32((p + k + 4) | 0, true);
          W.setInt32((lp + k) | 0, x, true);
          W.setInt32((lp + k + 4) | 0, y, true);
        }
      }
      lp = (lp + ll) | 0;
      p = (p + ll + m + 3) | 0;
    }
    cursor = p;
    return lp;
  }

  /** Gathers and counts all leaves of a block; the last one ends with the block's last literals. */
  function gather(start: number, end: number, sequences: number, leaves: number): void {
    counts.fill(0, leaves * NODE_COUNTS, 2 * leaves * NODE_COUNTS);
    let lp = LITERALS_AT;
    cursor = start;
    for (let leaf = 0; leaf < leaves; leaf++) {
      const from = Math.floor((sequences * leaf) / leaves);
      const to = Math.floor((sequences * (leaf + 1)) / leaves);
      const at = (leaves + leaf) * NODE_COUNTS;
      leafSequence[leaf] = from;
      leafLiteral[leaf] = lp;
      leafByte[leaf] = cursor;
      let after = lp;
      for (let i = from; i < to; i += PORTION) after = pass(i, Math.min(i + PORTION, to), cursor, after, at);
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
   * A part of a split was sent raw or as RLE, so the decoder's history differs from the parser's: repeat codes of sequences [from, to) that mean something else to
   * the decoder become real offsets. `parsed` and `decoded` advance over them.
   */
  function reconcile(from: number, to: number, decoded: Int32Array, at: number): void {
    for (let i = from; i < to; i++) {
      const ll = litLength[i];
      const base = offBase[i];
      const offset = resolveOffset(parsed, base, ll);
      updateHistory(parsed, base, ll);
      if (base <= 3 && resolveOffset(decoded, base, ll) !== offset) {
        counts[at + NODE_SEQUENCES + OF_COUNTS + offsetCodes[i]]--;
        offBase[i] = offset + 3;
        offsetCodes[i] = 31 - Math.clz32(offset + 3);
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
    if (op === 0 || written >= size - minimumGain(size, strategy)) return -writeRaw(start, end, last, at);
    literalsEncoder.commit();
    sequencesEncoder.commit();
    writeHeader(at, BLOCK_COMPRESSED, written, last);
    return op;
  }

  /** A split of which a part may go raw: the decoder's history is followed part by part. */
  function writeParts(leaves: number, parts: number, last: boolean, at: number): number {
    parsed.set(repeatOffsets);
    const decoded = repeatOffsets.slice();
    let first = 0;
    let diverged = false;
    for (let part = 0; part < parts; part++) {
      const node = chosen[part];
      const width = leaves >> (31 - Math.clz32(node));
      const next = first + width;
      const from = leafSequence[first];
      const to = leafSequence[next];
      if (diverged) reconcile(from, to, decoded, node * NODE_COUNTS);
      const after = writeNode(first, next, node, last && part === parts - 1, at);
      if (after < 0) {
        if (!diverged) {
          // So far both histories were one; bring the parser's up to here, the decoder's stays before this part.
          for (let i = 0; i < from; i++) updateHistory(decoded, offBase[i], litLength[i]);
          parsed.set(decoded);
          for (let i = from; i < to; i++) updateHistory(parsed, offBase[i], litLength[i]);
          diverged = true;
        } else decoded.set(repeatOffsets);
        at = -after;
      } else at = after;
      if (diverged) repeatOffsets.set(decoded);
      first = next;
    }
    if (!diverged) repeatOffsets.set(nextOffsets);
    return at;
  }

  return {
    repeatOffsets,

    startFrame(frameSettings: BlockSettings, dictionary: boolean): void {
      settings = frameSettings;
      firstBlock = true;
      if (dictionary) repeatOffsets.set(firstOffsets);
      else {
        repeatOffsets[0] = 1;
        repeatOffsets[1] = 4;
        repeatOffsets[2] = 8;
      }
      literalsEncoder.reset(dictionary);
      sequencesEncoder.reset(dictionary);
    },

    load(entropy: DictionaryEntropy): void {
      firstOffsets.set(entropy.repeatOffsets);
      literalsEncoder.load(entropy.huffmanLengths);
      sequencesEncoder.load(entropy.distributions);
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
      const after = writeNode(0, 1, 1, last, at);
      if (after < 0) return -after;
      repeatOffsets.set(nextOffsets);
      return after;
    },
  };
}
