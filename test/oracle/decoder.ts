/**
 * A slow decoder of RFC 8878 for the tests, written from its text, which it quotes (section numbers in brackets). It shares no code with
 * src: bits are read one at a time, codes are looked up in lists, bytes are copied singly.
 */

export class OracleError extends Error {}

const reject = (reason: string): never => {
  throw new OracleError(reason);
};
const require_ = (condition: boolean, reason: string): void => {
  if (!condition) reject(reason);
};

const BLOCK_MAX = 128 * 1024;

export interface OracleOptions {
  dictionary?: Uint8Array;
  maxWindowSize?: number;
  /**
   * "After the total output has surpassed Window_Size [...] the dictionary is no longer accessible" [5]. Decoders are laxer than that,
   * encoders must not be.
   */
  dictionaryEnds?: boolean;
}

/** Bytes read in order. */
class Input {
  constructor(
    readonly bytes: Uint8Array,
    public at = 0,
    readonly end = bytes.length,
  ) {}

  get left(): number {
    return this.end - this.at;
  }

  /** "All fields are little-endian" [2]. */
  number(size: number): number {
    require_(this.left >= size, 'input ends');
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.bytes[this.at + i];
    this.at += size;
    return value;
  }

  take(size: number): Uint8Array {
    require_(this.left >= size, 'input ends');
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }
}

/** "FSE bitstreams are read in reverse direction than written ... a final bit set to 1 marks the end" [4.1]. */
class BackwardBits {
  private bit: number;

  constructor(private readonly bytes: Uint8Array) {
    const last = bytes.length === 0 ? 0 : bytes[bytes.length - 1];
    // "The last byte ... contains the final-bit flag": it is never zero.
    require_(last !== 0, 'no end mark');
    this.bit = bytes.length * 8 - 8 + Math.floor(Math.log2(last));
  }

  get left(): number {
    return this.bit;
  }

  /** Reads n bits, the first one most significant; bits before the start are zeros, and `left` becomes negative. */
  read(n: number): number {
    let value = 0;
    for (let i = 0; i < n; i++) {
      this.bit--;
      const set = this.bit >= 0 && (this.bytes[this.bit >> 3] >> (this.bit & 7)) & 1;
      value = value * 2 + (set ? 1 : 0);
    }
    return value;
  }
}

/** State → symbol, bits to read, base of the next state. */
interface FseTable {
  log: number;
  symbol: number[];
  bits: number[];
  base: number[];
}

/** "FSE Table Description" [4.1.1]. */
function readProbabilities(input: Input, maxLog: number, maxSymbol: number): { log: number; probabilities: number[] } {
  let bit = 0;
  const start = input.at;
  const read = (n: number): number => {
    let value = 0;
    for (let i = 0; i < n; i++, bit++) {
      const at = start + (bit >> 3);
      require_(at < input.end, 'table description ends');
      value += ((input.bytes[at] >> (bit & 7)) & 1) * 2 ** i;
    }
    return value;
  };
  // "the bottom 4 bits of the first byte plus 5" is Accuracy_Log.
  const log = read(4) + 5;
  require_(log <= maxLog, 'accuracy log');
  let remaining = 2 ** log;
  const probabilities: number[] = [];
  while (remaining > 0) {
    // "it may use a value between 0 and remaining + 1": values that fit take one bit less.
    const values = remaining + 2;
    const width = Math.ceil(Math.log2(values));
    const short = 2 ** width - values;
    let value = read(width - 1);
    if (value >= short) {
      value += read(1) * 2 ** (width - 1);
      if (value >= 2 ** (width - 1)) value -= short;
    }
    // "Probability is obtained from Value decoded by: Proba = value - 1"
    const probability = value - 1;
    probabilities.push(probability);
    require_(probabilities.length <= maxSymbol + 1, 'too many symbols');
    remaining -= Math.abs(probability);
    if (probability === 0) {
      // "followed by a 2-bits repeat flag ... tells how many probabilities of zeros follow"; 3: another flag follows.
      for (let repeat = 3; repeat === 3; ) {
        repeat = read(2);
        for (let i = 0; i < repeat; i++) probabilities.push(0);
        require_(probabilities.length <= maxSymbol + 1, 'too many symbols');
      }
    }
  }
  require_(remaining === 0, 'probabilities exceed the table');
  input.at = start + Math.ceil(bit / 8);
  return { log, probabilities };
}

/** "From normalized distribution to decoding tables" [4.1.1]. */
function buildTable(probabilities: readonly number[], log: number): FseTable {
  const size = 2 ** log;
  const symbol: number[] = new Array<number>(size).fill(-1);
  // "Symbols are scanned in their natural order ... symbols with less than 1 probability get a single cell, starting from the end of the
  // table"
  let high = size - 1;
  probabilities.forEach((probability, s) => {
    if (probability === -1) symbol[high--] = s;
  });
  let position = 0;
  const step = (size >> 1) + (size >> 3) + 3;
  probabilities.forEach((probability, s) => {
    for (let i = 0; i < probability; i++) {
      symbol[position] = s;
      // "A position is skipped if already occupied by a 'less than 1' probability symbol"
      do position = (position + step) % size;
      while (position > high);
    }
  });
  const next = probabilities.map((probability) => Math.abs(probability));
  const bits: number[] = [];
  const base: number[] = [];
  for (let state = 0; state < size; state++) {
    const x = next[symbol[state]]++;
    bits[state] = log - Math.floor(Math.log2(x));
    base[state] = x * 2 ** bits[state] - size;
  }
  return { log, symbol, bits, base };
}

const singleTable = (symbol: number): FseTable => ({ log: 0, symbol: [symbol], bits: [0], base: [0] });

/** Codes as strings of bits, longest 12. */
type Huffman = Map<string, number>;

/** "Huffman Tree Description" [4.2.1]. */
function readHuffman(input: Input): Huffman {
  const header = input.number(1);
  let weights: number[] = [];
  if (header >= 128) {
    // "Weights are encoded directly, 4 bits each ... Number_of_Weights = headerByte - 127"
    const count = header - 127;
    const bytes = input.take(Math.ceil(count / 2));
    weights = Array.from({ length: count }, (_, i) => (i % 2 === 0 ? bytes[i >> 1] >> 4 : bytes[i >> 1] & 15));
  } else {
    // "the FSE compressed series of weights" with two states; "the maximum accuracy log is 6".
    const section = new Input(input.bytes, input.at, input.at + header);
    input.take(header);
    const { log, probabilities } = readProbabilities(section, 6, 12);
    // The reference's, not the specification's: its workspace ends there.
    require_(log < 6 || probabilities.length <= 12, 'weight 12 listed at accuracy log 6');
    const table = buildTable(probabilities, log);
    const stream = new BackwardBits(section.take(section.left));
    const states = [stream.read(log), stream.read(log)];
    require_(stream.left >= 0, 'states of the weights are cut');
    for (let turn = 0; ; turn ^= 1) {
      const state = states[turn];
      weights.push(table.symbol[state]);
      require_(weights.length <= 255, 'too many weights');
      // "If updating state after decoding a symbol would require more bits than remain in the stream, it is assumed the extra bits are 0.
      // Then, the symbols for each of the final states are decoded and the process is complete."
      states[turn] = table.base[state] + stream.read(table.bits[state]);
      if (stream.left < 0) {
        weights.push(table.symbol[states[turn ^ 1]]);
        require_(weights.length <= 255, 'too many weights');
        break;
      }
    }
  }
  // "Weight gives Number_of_Bits: Number_of_Bits = Weight ? (Max_Number_of_Bits + 1 - Weight) : 0"
  const sum = weights.reduce((total, weight) => total + (weight > 0 ? 2 ** (weight - 1) : 0), 0);
  require_(sum > 0, 'no weights');
  const maxBits = Math.floor(Math.log2(sum)) + 1;
  // The text says 11; the reference and one of its golden dictionaries go to 12.
  require_(maxBits <= 12, 'tree too deep');
  const rest = 2 ** maxBits - sum;
  require_(Number.isInteger(Math.log2(rest)), 'last weight is no power of two');
  weights.push(Math.log2(rest) + 1);
  const ones = weights.filter((weight) => weight === 1).length;
  require_(ones >= 2 && ones % 2 === 0, 'longest codes come in pairs');
  // "Symbols are sorted by Weight. Within same Weight, symbols keep natural sequential order ... prefix codes are then assigned in
  // sequential order", from the longest.
  const codes: Huffman = new Map();
  let code = 0;
  for (let weight = 1; weight <= maxBits; weight++) {
    const bits = maxBits + 1 - weight;
    weights.forEach((w, symbol) => {
      if (w !== weight) return;
      codes.set((code / 2 ** (weight - 1)).toString(2).padStart(bits, '0'), symbol);
      code += 2 ** (weight - 1);
    });
  }
  return codes;
}

/** "Huffman-coded Streams" [4.2.2]: exactly `count` symbols, all bits used. */
function readHuffmanStream(bytes: Uint8Array, codes: Huffman, count: number): number[] {
  const stream = new BackwardBits(bytes);
  const symbols: number[] = [];
  while (symbols.length < count) {
    let code = '';
    while (!codes.has(code)) {
      require_(stream.left > 0 && code.length < 12, 'literals stream ends');
      code += stream.read(1);
    }
    symbols.push(codes.get(code) as number);
  }
  require_(stream.left === 0, 'literals stream has bits left');
  return symbols;
}

const LL_DEFAULT = [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1];
const ML_DEFAULT = [1, 4, 3, 2, 2, 2, 2, 2, 2, ...new Array<number>(37).fill(1), ...new Array<number>(7).fill(-1)];
const OF_DEFAULT = [1, 1, 1, 1, 1, 1, 2, 2, 2, ...new Array<number>(15).fill(1), ...new Array<number>(5).fill(-1)];

/** "Literals Length Codes" and "Match Length Codes" [3.1.1.3.2.1.1]: baseline and extra bits. */
const LL_CODES: [number, number][] = [
  ...Array.from({ length: 16 }, (_, i): [number, number] => [i, 0]),
  ...[16, 18, 20, 22].map((base): [number, number] => [base, 1]),
  [24, 2],
  [28, 2],
  [32, 3],
  [40, 3],
  [48, 4],
  ...[6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16].map((bits): [number, number] => [2 ** bits, bits]),
];
const ML_CODES: [number, number][] = [
  ...Array.from({ length: 32 }, (_, i): [number, number] => [i + 3, 0]),
  ...[35, 37, 39, 41].map((base): [number, number] => [base, 1]),
  [43, 2],
  [47, 2],
  [51, 3],
  [59, 3],
  [67, 4],
  [83, 4],
  [99, 5],
  ...[7, 8, 9, 10, 11, 12, 13, 14, 15, 16].map((bits): [number, number] => [2 ** bits + 3, bits]),
];

/** What is carried from block to block [3.1.1.3]: tables and "Repeat Offsets". */
interface State {
  huffman: Huffman | undefined;
  tables: (FseTable | undefined)[];
  offsets: number[];
}

const freshState = (): State => ({ huffman: undefined, tables: [undefined, undefined, undefined], offsets: [1, 4, 8] });

/** "Dictionary Format" [5]. */
function readDictionary(bytes: Uint8Array): { id: number; content: Uint8Array; state: State } {
  const input = new Input(bytes);
  if (bytes.length < 8 || input.number(4) !== 0xec30a437) return { id: 0, content: bytes, state: freshState() };
  const id = input.number(4);
  const huffman = readHuffman(input);
  const table = (maxLog: number, maxSymbol: number): FseTable => {
    const { log, probabilities } = readProbabilities(input, maxLog, maxSymbol);
    return buildTable(probabilities, log);
  };
  const of = table(8, 31);
  const ml = table(9, 52);
  const ll = table(9, 35);
  const offsets = [input.number(4), input.number(4), input.number(4)];
  const content = input.take(input.left);
  for (const offset of offsets) require_(offset > 0 && offset <= content.length, 'dictionary offset');
  return { id, content, state: { huffman, tables: [ll, of, ml], offsets } };
}

/** "Compressed Blocks" [3.1.1.3]; appends to `out`. */
function readBlock(
  input: Input,
  state: State,
  out: number[],
  frameStart: number,
  windowSize: number,
  reachOf: (end: number) => number,
): void {
  const blockMax = Math.min(windowSize, BLOCK_MAX);
  // "Literals_Section_Header" [3.1.1.3.1.1]
  const first = input.number(1);
  const type = first & 3;
  const format = (first >> 2) & 3;
  let literals: number[] = [];
  if (type < 2) {
    input.at--;
    const size = format === 1 ? input.number(2) >> 4 : format === 3 ? input.number(3) >> 4 : input.number(1) >> 3;
    require_(size <= blockMax, 'too many literals');
    literals = type === 0 ? [...input.take(size)] : new Array<number>(size).fill(input.number(1));
  } else {
    input.at--;
    require_(input.left >= 5, 'literals header is cut');
    const bytes = format < 2 ? 3 : format + 2;
    const fields = input.number(bytes);
    const width = format < 2 ? 10 : format === 2 ? 14 : 18;
    const size = Math.floor(fields / 16) % 2 ** width;
    const compressed = Math.floor(fields / 2 ** (4 + width));
    require_(size <= blockMax && size > 0, 'literals size');
    const section = new Input(input.bytes, input.at, input.at + compressed);
    input.take(compressed);
    if (type === 2) state.huffman = readHuffman(section);
    const codes = state.huffman ?? reject('treeless without a tree');
    if (format === 0) literals = readHuffmanStream(section.take(section.left), codes, size);
    else {
      // "Jump_Table ... 6 bytes long"; "each stream ... (Regenerated_Size+3)/4 bytes, except for the last"
      require_(size >= 6, 'four streams for fewer than six literals');
      const sizes = [section.number(2), section.number(2), section.number(2)];
      const part = Math.ceil(size / 4);
      require_(3 * part <= size, 'four streams');
      for (let i = 0; i < 4; i++) {
        const stream = section.take(i < 3 ? sizes[i] : section.left);
        literals.push(...readHuffmanStream(stream, codes, i < 3 ? part : size - 3 * part));
      }
    }
  }

  // "Sequences_Section_Header" [3.1.1.3.2.1]
  let count = input.number(1);
  if (count === 255) count = input.number(2) + 0x7f00;
  else if (count >= 128) count = (count - 128) * 256 + input.number(1);
  const blockStart = out.length;
  let used = 0;
  if (count === 0) require_(input.left === 0, 'bytes after no sequences');
  else {
    const modes = input.number(1);
    require_((modes & 3) === 0, 'reserved bits of the modes');
    const kinds: [number[], number, number, number, number][] = [
      [LL_DEFAULT, 6, 9, 35, modes >> 6],
      [OF_DEFAULT, 5, 8, 31, (modes >> 4) & 3],
      [ML_DEFAULT, 6, 9, 52, (modes >> 2) & 3],
    ];
    kinds.forEach(([defaults, defaultLog, maxLog, maxSymbol, mode], kind) => {
      if (mode === 0) state.tables[kind] = buildTable(defaults, defaultLog);
      else if (mode === 1) {
        const symbol = input.number(1);
        require_(symbol <= maxSymbol, 'RLE symbol');
        state.tables[kind] = singleTable(symbol);
      } else if (mode === 2) {
        const { log, probabilities } = readProbabilities(input, maxLog, maxSymbol);
        state.tables[kind] = buildTable(probabilities, log);
      } else require_(state.tables[kind] !== undefined, 'repeat without a table');
    });
    const [ll, of, ml] = state.tables as FseTable[];
    const stream = new BackwardBits(input.take(input.left));
    // "The bitstream starts with initial state values: Literals_Length_State, Offset_State, Match_Length_State"
    let llState = stream.read(ll.log);
    let ofState = stream.read(of.log);
    let mlState = stream.read(ml.log);
    for (let i = 0; i < count; i++) {
      // "Offset is read first, then Match_Length, then Literals_Length"
      const ofCode = of.symbol[ofState];
      const offsetValue = 2 ** ofCode + stream.read(ofCode);
      const [mlBase, mlBits] = ML_CODES[ml.symbol[mlState]];
      const matchLength = mlBase + stream.read(mlBits);
      const [llBase, llBits] = LL_CODES[ll.symbol[llState]];
      const litLength = llBase + stream.read(llBits);
      if (i < count - 1) {
        llState = ll.base[llState] + stream.read(ll.bits[llState]);
        mlState = ml.base[mlState] + stream.read(ml.bits[mlState]);
        ofState = of.base[ofState] + stream.read(of.bits[ofState]);
      }
      require_(stream.left >= 0, 'sequences end early');

      // "Repeat Offsets" [3.1.1.5]
      const { offsets } = state;
      let offset: number;
      if (offsetValue > 3) {
        offset = offsetValue - 3;
        offsets.unshift(offset);
        offsets.length = 3;
      } else {
        // "when the current sequence's literals_length is 0 ... repeated offsets are shifted by one"
        const index = offsetValue - 1 + (litLength === 0 ? 1 : 0);
        offset = index === 3 ? offsets[0] - 1 : offsets[index];
        require_(offset > 0, 'offset 0');
        if (index === 3) {
          offsets.unshift(offset);
          offsets.length = 3;
        } else {
          offsets.splice(index, 1);
          offsets.unshift(offset);
        }
      }
      require_(used + litLength <= literals.length, 'literals run out');
      for (let k = 0; k < litLength; k++) out.push(literals[used++]);
      require_(offset <= out.length - frameStart, 'offset before the content');
      require_(offset <= reachOf(out.length + matchLength), 'offset beyond the window');
      require_(out.length - blockStart + matchLength <= blockMax, 'block too large');
      for (let k = 0; k < matchLength; k++) out.push(out[out.length - offset]);
    }
    require_(stream.left === 0, 'sequences leave bits');
  }
  while (used < literals.length) out.push(literals[used++]);
  require_(out.length - blockStart <= blockMax, 'block too large');
}

const MASK = (1n << 64n) - 1n;
const P = [11400714785074694791n, 14029467366897019727n, 1609587929392839161n, 9650029242287828579n, 2870177450012600261n];
const rotate = (x: bigint, n: bigint): bigint => ((x << n) | (x >> (64n - n))) & MASK;
const round = (acc: bigint, lane: bigint): bigint => (rotate((acc + lane * P[1]) & MASK, 31n) * P[0]) & MASK;

/** XXH64 with seed 0. */
function xxh64(bytes: Uint8Array): bigint {
  const lane = (at: number, size: number): bigint => {
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[at + i]);
    return value;
  };
  let at = 0;
  let hash = P[4];
  if (bytes.length >= 32) {
    const acc = [(P[0] + P[1]) & MASK, P[1], 0n, MASK + 1n - P[0]];
    for (; at + 32 <= bytes.length; at += 32) for (let i = 0; i < 4; i++) acc[i] = round(acc[i], lane(at + 8 * i, 8));
    hash = (rotate(acc[0], 1n) + rotate(acc[1], 7n) + rotate(acc[2], 12n) + rotate(acc[3], 18n)) & MASK;
    for (const a of acc) hash = ((hash ^ round(0n, a)) * P[0] + P[3]) & MASK;
  }
  hash = (hash + BigInt(bytes.length)) & MASK;
  for (; at + 8 <= bytes.length; at += 8) hash = (rotate(hash ^ round(0n, lane(at, 8)), 27n) * P[0] + P[3]) & MASK;
  if (at + 4 <= bytes.length) {
    hash = (rotate(hash ^ ((lane(at, 4) * P[0]) & MASK), 23n) * P[1] + P[2]) & MASK;
    at += 4;
  }
  for (; at < bytes.length; at++) hash = (rotate(hash ^ ((lane(at, 1) * P[4]) & MASK), 11n) * P[0]) & MASK;
  hash = ((hash ^ (hash >> 33n)) * P[1]) & MASK;
  hash = ((hash ^ (hash >> 29n)) * P[2]) & MASK;
  return hash ^ (hash >> 32n);
}

/** Decodes all frames of the input [3]. */
export function oracleDecode(bytes: Uint8Array, options: OracleOptions = {}): Uint8Array {
  const input = new Input(bytes);
  const result: number[] = [];
  const dictionary = options.dictionary === undefined ? undefined : readDictionary(options.dictionary);
  require_(bytes.length > 0, 'no frame');
  while (input.left > 0) {
    const magic = input.number(4);
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) {
      // "Skippable Frames" [3.1.2]
      input.take(input.number(4));
      continue;
    }
    require_(magic === 0xfd2fb528, 'magic number');
    // "Frame_Header_Descriptor" [3.1.1.1.1]
    const descriptor = input.number(1);
    require_((descriptor & 8) === 0, 'reserved bit');
    const singleSegment = (descriptor & 32) !== 0;
    let windowSize = 0;
    if (!singleSegment) {
      // "windowLog = 10 + Exponent; windowBase = 1 << windowLog; windowAdd = (windowBase / 8) * Mantissa"
      const byte = input.number(1);
      windowSize = 2 ** (10 + (byte >> 3)) * (1 + (byte & 7) / 8);
    }
    const id = input.number([0, 1, 2, 4][descriptor & 3]);
    const sizeFlag = descriptor >> 6;
    let contentSize = -1;
    if (sizeFlag > 0) contentSize = input.number(2 ** sizeFlag) + (sizeFlag === 1 ? 256 : 0);
    else if (singleSegment) contentSize = input.number(1);
    if (singleSegment) windowSize = contentSize;
    require_(windowSize <= (options.maxWindowSize ?? 2 ** 27), 'window too large');
    require_(id === 0 || id === dictionary?.id, 'dictionary ID');

    const history = dictionary?.content ?? new Uint8Array(0);
    const out: number[] = [...history];
    const state =
      dictionary === undefined
        ? freshState()
        : { ...dictionary.state, tables: [...dictionary.state.tables], offsets: [...dictionary.state.offsets] };
    for (let last = false; !last; ) {
      // "Block_Header: Last_Block, Block_Type, Block_Size" [3.1.1.2]
      const header = input.number(3);
      last = (header & 1) === 1;
      const size = header >> 3;
      require_(size <= Math.min(windowSize, BLOCK_MAX), 'block size');
      switch ((header >> 1) & 3) {
        case 0:
          for (const byte of input.take(size)) out.push(byte);
          break;
        case 1: {
          const byte = input.number(1);
          for (let i = 0; i < size; i++) out.push(byte);
          break;
        }
        case 2:
          readBlock(new Input(input.take(size)), state, out, 0, windowSize, (end) =>
            options.dictionaryEnds && end - history.length > windowSize ? windowSize : windowSize + history.length,
          );
          break;
        default:
          reject('reserved block type');
      }
      require_(contentSize < 0 || out.length - history.length <= contentSize, 'more content than stated');
    }
    const content = Uint8Array.from(out.slice(history.length));
    require_(contentSize < 0 || content.length === contentSize, 'less content than stated');
    // "Content_Checksum: the low 4 bytes of the XXH64 digest" [3.1.1]
    if ((descriptor & 4) !== 0) require_(input.number(4) === Number(xxh64(content) & 0xffffffffn), 'checksum');
    for (const byte of content) result.push(byte);
  }
  return Uint8Array.from(result);
}
