/**
 * Frames made by hand for one rule each: `[rule, hex, outcome]`. An outcome is the length of the content, or the code of the error. What is
 * rejected has the number of its rule in front (see rules.ts); what is accepted has none, and is often the neighbour of a row that is
 * rejected.
 *
 * A frame with a sequence and a window of 128 KiB begins with a raw block `abcdefgh`. The window is 128 KiB unless the rule says otherwise.
 */
type Row = readonly [rule: string, hex: string, outcome: number | string];

/** Window of 1 KiB; raw blocks of 1000 bytes 1, 2 and 3. A block with a match follows. */
const LONG_HISTORY = `28b52ffd0000${['01', '02', '03'].map((byte) => `401f00${byte.repeat(1000)}`).join('')}`;

export const FRAMES: readonly Row[] = [
  ['raw block', '28b52ffd0038190000616263', 3],
  ['unused bit is ignored', '28b52ffd1038190000616263', 3],
  ['F1 empty input', '', 'srcSize_wrong'],
  ['F1 magic cut', '28b52f', 'srcSize_wrong'],
  ['F1 header cut', '28b52ffd', 'srcSize_wrong'],
  ['F2 no frame', '0123456789abcdef', 'prefix_unknown'],
  ['F3 reserved bit', '28b52ffd0838190000616263', 'frameParameter_unsupported'],
  ['F4 window log 32', '28b52ffd00b0190000616263', 'frameParameter_windowTooLarge'],
  ['F5 window log 31 under the default limit', '28b52ffd00a8190000616263', 'frameParameter_windowTooLarge'],
  ['F5 window log 27 with mantissa 1', '28b52ffd0089190000616263', 'frameParameter_windowTooLarge'],
  ['window log 27', '28b52ffd0088190000616263', 3],
  ['F6 dictionary ID without a dictionary', '28b52ffd013805190000616263', 'dictionary_wrong'],
  ['dictionary ID field 0', '28b52ffd013800190000616263', 3],
  ['skippable frame', '502a4d1800000000', 0],
  ['skippable frame and frame', '5f2a4d1802000000aabb28b52ffd0038190000616263', 3],
  ['F7 skippable frame cut', '502a4d1805000000aa', 'srcSize_wrong'],
  ['F7 skippable header cut', '502a4d1805', 'srcSize_wrong'],
  ['F8 less content than stated', '28b52ffd2004190000616263', 'corruption_detected'],
  ['F8 more content than stated', '28b52ffd2002190000616263', 'corruption_detected'],
  ['F9 wrong checksum', '28b52ffd043819000061626300000000', 'checksum_wrong'],
  ['F9 checksum missing', '28b52ffd0438190000616263', 'srcSize_wrong'],
  ['F9 checksum cut', '28b52ffd04381900006162630000', 'srcSize_wrong'],
  ['F11 trailing bytes', '28b52ffd00381900006162637a7a7a7a7a', 'prefix_unknown'],
  ['F13 content size of 2^53', '28b52ffdc0380000000000002000190000616263', 'frameParameter_unsupported'],
  ['B1 block header cut', '28b52ffd00381900', 'srcSize_wrong'],
  ['B2 block type 3', '28b52ffd00381f0000616263', 'corruption_detected'],
  ['B3 block cut', '28b52ffd00381900006162', 'srcSize_wrong'],
  ['B4 compressed block above the window', '28b52ffd20021d000000000000', 'corruption_detected'],
  ['compressed block of 128 KiB', `28b52ffd0038050010ccff1f${'00'.repeat(131_068)}00`, 131_068],
  ['B4 compressed block of 128 KiB and a byte', `28b52ffd00380d0010dcff1f${'00'.repeat(131_069)}00`, 'corruption_detected'],
  ['B4 empty compressed block in a single segment of 0', '28b52ffd20001500000000', 'corruption_detected'],
  ['B5 RLE block of 200,000', '28b52ffd0038036a1841', 'corruption_detected'],
  ['B5 raw block of 3 in a single segment of 2', '28b52ffd2002190000616263', 'corruption_detected'],
  ['block of 1024 from two sequences, in a window of 1 KiB', '28b52ffd00005d0000106162025401002cfcfc01', 1024],
  ['B6 block of 1025 from two sequences, in a window of 1 KiB', '28b52ffd00005d0000106162025401002cfdfc01', 'corruption_detected'],
  ['B7 compressed block of size 0', '28b52ffd0038050000', 'corruption_detected'],
  ['B7 compressed block of size 1', '28b52ffd00380d000000', 'corruption_detected'],
  ['B8 last block missing', '28b52ffd0038180000616263', 'srcSize_wrong'],
  ['empty compressed block', '28b52ffd00001500000000', 0],
  ['L1 no literals header', '28b52ffd00380d000004', 'corruption_detected'],
  ['L1 Huffman header cut', '28b52ffd003825000032000080', 'corruption_detected'],
  ['L2 more literals than a block holds', '28b52ffd00383500001d0020410000', 'corruption_detected'],
  ['L3 four streams with 5 literals', '28b52ffd003885000056000380100100010001000303030300', 'literals_headerWrong'],
  ['L4 raw literals beyond the block', '28b52ffd0038150000f861', 'corruption_detected'],
  ['L4 RLE byte missing', '28b52ffd00380d000009', 'corruption_detected'],
  ['L4 Huffman section beyond the block', '28b52ffd003835000032000180100f', 'corruption_detected'],
  ['L5 treeless without a table', '28b52ffd0038350000334000000000', 'dictionary_corrupted'],
  ['weights {1}', '28b52ffd00383d000032c00080100f00', 3],
  ['L6 no tree description', '28b52ffd00382d00003200008000', 'corruption_detected'],
  ['L6 tree description beyond the section', '28b52ffd00383d000032c00005100f00', 'corruption_detected'],
  ['L6 nothing after the tree description', '28b52ffd0038350000328000801000', 'corruption_detected'],
  ['weights {1, 0, 0, 0}', '28b52ffd00384500003200018310000f00', 3],
  ['L7 four direct weights in one byte', '28b52ffd0038350000328000831000', 'corruption_detected'],
  ['weights {1, 1} in FSE, table log 6', '28b52ffd00385500003280010411fecb120f00', 3],
  ['L8 table log 7 for weights', '28b52ffd00385d000032c0010512fc0381400f00', 'corruption_detected'],
  ['weight 12 listed and not used, table log 5', '28b52ffd0050850000e20103061088be770004ffffd37f0400', 30],
  ['weight 11 listed and not used, table log 6', '28b52ffd00508d0000e24103071110fa7d030010ffffd37f0400', 30],
  ['L8 weight 12 listed, table log 6', '28b52ffd00508d0000e24103071110fabd030010ffffd37f0400', 'corruption_detected'],
  ['seven weights in FSE, end mark in the top bit', '28b52ffd003855000032800104103f05800f00', 3],
  ['L8 the same and a byte without an end mark', '28b52ffd00385d000032c00105103f0580000f00', 'corruption_detected'],
  ['L8 weights without an end, of 0 bits each', '28b52ffd00385d000032c0010510f80100040f00', 'corruption_detected'],
  ['L8 second state of the weights short of a bit', '28b52ffd003855000032800104103f02020f00', 'corruption_detected'],
  ['L8 truncated state of the weights, golden', '28b52ffd000055000072800104207e1f02aa00', 'corruption_detected'],
  ['L9 sum of weights 0', '28b52ffd00383d000032c00081000f00', 'corruption_detected'],
  ['depth 11', '28b52ffd00386500003200028aba98765432100f00', 3],
  ['depth 12, which the reference reads too', '28b52ffd00386500003200028bcba9876543210f00', 3],
  ['L10 depth 13, weights up to 13', '28b52ffd00386d00003240028cdcba98765432100f00', 'corruption_detected'],
  ['L10 depth 13, weights up to 12', '28b52ffd00386d00003240028dcccba9876543217f00', 'corruption_detected'],
  ['L11 remainder 3', '28b52ffd00383d000032c00081310f00', 'corruption_detected'],
  ['weights {4, 2, 1, 1}', '28b52ffd00384500003200018342110f00', 3],
  ['L11 remainder 6', '28b52ffd00384500003200018241100f00', 'corruption_detected'],
  ['L12 no weight 1', '28b52ffd00383d000032c00080200f00', 'corruption_detected'],
  ['four streams of 2 literals', '28b52ffd003885000086000380100100010001000707070700', 8],
  ['four streams, the last one of none', '28b52ffd003885000066000380100100010001000707070100', 6],
  ['four streams of 9, 9, 9 and 6', '28b52ffd00389d000016c2038010020002000200ff03ff03ff037f00', 33],
  ['L13 nine bytes for four streams', '28b52ffd00387d000086c002801001000100010007070700', 'corruption_detected'],
  ['L13 sizes beyond the section', '28b52ffd003885000086000380100100010003000707070700', 'corruption_detected'],
  ['L13 fourth stream empty', '28b52ffd00389500001682038010020002000200ff03ff03ff0300', 'corruption_detected'],
  ['L14 second stream empty', '28b52ffd00388d00001642038010020000000200ff03ff037f00', 'corruption_detected'],
  ['L14 no end mark', '28b52ffd00386d00003240028aba98765432100f0000', 'corruption_detected'],
  ['L15 one bit too many', '28b52ffd00386500003200028aba98765432101f00', 'corruption_detected'],
  ['L15 one bit too few', '28b52ffd00386500003200028aba98765432100700', 'corruption_detected'],
  ['S1 no sequence count', '28b52ffd00380d000000', 'corruption_detected'],
  ['S1 two-byte count cut', '28b52ffd00381500000080', 'corruption_detected'],
  ['S1 mode byte missing', '28b52ffd00381500000001', 'corruption_detected'],
  ['count 0 in two bytes', '28b52ffd003840000061626364656667681d0000008000', 8],
  ['S2 count 0 and more bytes', '28b52ffd003840000061626364656667681d0000000000', 'corruption_detected'],
  ['one sequence, RLE tables, offset 5', '28b52ffd003840000061626364656667683d000000015400030008', 11],
  ['S3 reserved mode bits', '28b52ffd003840000061626364656667683d000000015500030008', 'corruption_detected'],
  ['S4 offset code 32', '28b52ffd003840000061626364656667683d000000015400200008', 'corruption_detected'],
  ['S4 literal length code 36', '28b52ffd003840000061626364656667683d000000015424030008', 'corruption_detected'],
  ['S4 match length code 53', '28b52ffd003840000061626364656667683d000000015400033508', 'corruption_detected'],
  ['S4 match length code missing', '28b52ffd003840000061626364656667682d00000001540003', 'corruption_detected'],
  ['S5 repeat modes without tables', '28b52ffd003840000061626364656667682500000001fc08', 'corruption_detected'],
  ['literal length table of log 9', '28b52ffd003840000061626364656667684d0000000194f43f03000010', 11],
  ['S6 literal length table of log 10', '28b52ffd003840000061626364656667684d0000000194f57f03000020', 'corruption_detected'],
  ['offset table of log 8', '28b52ffd003840000061626364656667685500000001640013e07f000008', 11],
  ['S6 offset table of log 9', '28b52ffd003840000061626364656667685d00000001640014c0ff01000010', 'corruption_detected'],
  ['match length table of log 9', '28b52ffd003840000061626364656667684d00000001580003f43f0010', 11],
  ['S6 match length table of log 10', '28b52ffd003840000061626364656667684d00000001580003f57f0020', 'corruption_detected'],
  ['literal length table with code 35', '28b52ffd00384000006162636465666768650000000194e0f7ffff0303000001', 11],
  ['S6 literal length table with code 36', '28b52ffd00384000006162636465666768650000000194e0f7ffff0703000001', 'corruption_detected'],
  ['offset table with code 31', '28b52ffd003840000061626364656667686500000001640010f4fbff17000001', 11],
  ['S6 offset table with code 32', '28b52ffd003840000061626364656667686500000001640010f4fbff1f000001', 'corruption_detected'],
  ['match length table with code 52', '28b52ffd003840000061626364656667686d00000001580003e0f7ffffff2f0001', 11],
  ['S6 match length table with code 53', '28b52ffd003840000061626364656667687500000001580003e0f7ffffff3f000001', 'corruption_detected'],
  ['S7 bit stream missing', '28b52ffd00384000006162636465666768350000000154000300', 'corruption_detected'],
  ['seven bits of a sequence, end mark in the top bit', '28b52ffd003840000061626364656667683d000000015400032880', 75],
  ['S7 the same and a byte without an end mark', '28b52ffd003840000061626364656667684500000001540003288000', 'corruption_detected'],
  ['S7 no end mark', '28b52ffd003840000061626364656667683d000000015400030000', 'corruption_detected'],
  ['S8 a byte below the bit stream', '28b52ffd003840000061626364656667684500000001540003000008', 'corruption_detected'],
  ['S8 one bit too few', '28b52ffd003840000061626364656667683d000000015400030004', 'corruption_detected'],
  ['S9 literal length without literals', '28b52ffd003840000061626364656667683d000000015401030008', 'corruption_detected'],
  ['offset 1, the first repeat offset', '28b52ffd003840000061626364656667683d000000015400000001', 11],
  ['third repeat offset, 8', '28b52ffd003840000061626364656667683d000000015400010002', 11],
  ['S10 offset 0', '28b52ffd003840000061626364656667683d000000015400010003', 'corruption_detected'],
  ['S10 offset 0, golden', '28b52ffd0000450000080002002f430bae', 'corruption_detected'],
  ['offset as long as the history', '28b52ffd003840000061626364656667683d00000001540003000b', 11],
  ['S11 offset beyond the history', '28b52ffd003840000061626364656667683d00000001540003000c', 'corruption_detected'],
  ['offset as long as the window of 1 KiB', `${LONG_HISTORY}450000000154000a000304`, 3003],
  ['S12 offset beyond the window, though within the history', `${LONG_HISTORY}450000000154000a000404`, 'corruption_detected'],
  ['match that fills a block of 1 KiB', '28b52ffd00004d00000861015401002dfc03', 1024],
  ['S13 match that ends behind a block of 1 KiB', '28b52ffd00004d00000861015401002dfd03', 'corruption_detected'],
  ['last literal that fills a block of 1 KiB', '28b52ffd0000550000106162015401002dfb03', 1024],
  ['S14 last literal behind a block of 1 KiB', '28b52ffd0000550000106162015401002dfc03', 'corruption_detected'],
  ['S15 offset code 31, beyond any history', '28b52ffd00384000006162636465666768550000000154001f0000000080', 'corruption_detected'],
  ['S15 offset code 255', '28b52ffd003840000061626364656667683d000000015400ff0008', 'corruption_detected'],
  ['tiny table and stream', '28b52ffd2027c5000080f3f1f0ecebc6c5c7f09d43000000e0e006580100603e52', 39],
  ['T1 table log 15', '28b52ffd003840000061626364656667683d0000000180ea030008', 'corruption_detected'],
  ['T1 table log 16', '28b52ffd003840000061626364656667683d0000000180fbffff08', 'corruption_detected'],
  ['offset table of 32 codes, one state each', '28b52ffd00384000006162636465666768b500000001640000000000000000000000000000000000e001', 11],
  [
    'T2 the same without code 20',
    '28b52ffd00384000006162636465666768b500000001640000000000000000000000400000000000e001',
    'corruption_detected',
  ],
  ['T3 zeros up to offset code 33', '28b52ffd003840000061626364656667686500000001640010f4fbff5f000001', 'corruption_detected'],
  ['T4 block ends within a description', '28b52ffd00384000006162636465666768250000000180f4', 'corruption_detected'],
  ['T4 block ends among runs of zeros', '28b52ffd003840000061626364656667683500000001640010f0', 'corruption_detected'],
  ['T4 tree description ends within that of its table', '28b52ffd00384d000032400101103f810f00', 'corruption_detected'],
];

/**
 * Frames for which a limit of the result decides: `[rule, hex, length]`. They are read where so many bytes are allowed, and are
 * dstSize_tooSmall for one less.
 */
export const LIMITED: readonly (readonly [string, string, number])[] = [
  ['F10 raw block', '28b52ffd0038190000616263', 3],
  ['F10 RLE block', '28b52ffd00381b000041', 3],
  ['F10 second frame', '28b52ffd003819000061626328b52ffd0038190000616263', 6],
  ['F10 match', '28b52ffd003840000061626364656667683d000000015400030008', 11],
  ['L16 Huffman literals', '28b52ffd00383d000032c00080100f00', 3],
];

/** Magic number and ID 1. */
const HEAD = '37a430ec01000000';
/** A tree of two symbols. */
const TREE = '8010';
/** A table whose states all stand for symbol 0. */
const TABLE = 'f003';
const OFFSETS = '010000000400000008000000';
const CONTENT = '4142434445464748';

/**
 * A dictionary that loads: tree, offsets, match lengths, literal lengths, repeat offsets 1, 4, 8, and content as long as the largest of
 * them.
 */
export const DICTIONARY = HEAD + TREE + TABLE + TABLE + TABLE + OFFSETS + CONTENT;

/** Dictionaries that must not load: each is {@link DICTIONARY} but for one thing. */
export const DICTIONARIES: readonly (readonly [string, string])[] = [
  ['D1 magic and ID only', HEAD],
  ['D1 invalid Huffman table', `${HEAD}ffffffffffff`],
  ['D1 tree without a weight 1', `${HEAD}8020${TABLE}${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D1 weights without an end mark', `${HEAD}05103f058000${TABLE}${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D1 second state of the weights short of a bit', `${HEAD}04103f0202${TABLE}${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D1 weights without an end, of 0 bits each', `${HEAD}0510f8010004${TABLE}${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D1 weight 12 listed, table log 6', `${HEAD}071110fabd030010${TABLE}${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D1 depth 13', `${HEAD}8dcccba987654321${TABLE}${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D1 remainder 6', `${HEAD}824110${TABLE}${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D2 tables cut', '37a430ec0100000036101b01012ebd53e815'],
  ['D2 offset table of log 9', `${HEAD}${TREE}f43f${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D2 match length table of log 10', `${HEAD}${TREE}${TABLE}f57f${TABLE}${OFFSETS}${CONTENT}`],
  ['D2 literal length table of log 10', `${HEAD}${TREE}${TABLE}${TABLE}f57f${OFFSETS}${CONTENT}`],
  ['D2 offset table with code 32', `${HEAD}${TREE}10f4fbff1f${TABLE}${TABLE}${OFFSETS}${CONTENT}`],
  ['D2 match length table with code 53', `${HEAD}${TREE}${TABLE}e0f7ffffff3f00${TABLE}${OFFSETS}${CONTENT}`],
  ['D2 literal length table with code 36', `${HEAD}${TREE}${TABLE}${TABLE}e0f7ffff07${OFFSETS}${CONTENT}`],
  ['D3 no repeat offsets', `${HEAD}${TREE}${TABLE}${TABLE}${TABLE}`],
  ['D3 eleven bytes of repeat offsets', `${HEAD}${TREE}${TABLE}${TABLE}${TABLE}${OFFSETS.slice(0, -2)}`],
  ['D3 first repeat offset 0', `${HEAD}${TREE}${TABLE}${TABLE}${TABLE}000000000400000008000000${CONTENT}`],
  ['D3 last repeat offset 0', `${HEAD}${TREE}${TABLE}${TABLE}${TABLE}010000000400000000000000${CONTENT}`],
  ['D3 second repeat offset beyond the content', `${HEAD}${TREE}${TABLE}${TABLE}${TABLE}010000000900000008000000${CONTENT}`],
  ['D3 no content', `${HEAD}${TREE}${TABLE}${TABLE}${TABLE}${OFFSETS}`],
];

/** Frames read with {@link DICTIONARY}. */
export const WITH_DICTIONARY: readonly Row[] = [
  ["dictionary ID 1, the dictionary's", '28b52ffd013801190000616263', 3],
  ['F6 dictionary ID 5', '28b52ffd013805190000616263', 'dictionary_wrong'],
  ["treeless with the dictionary's tree", '28b52ffd00382d00003340000f00', 3],
  ["repeat modes with the dictionary's tables", '28b52ffd003840000061626364656667682d00000001fc0080', 11],
  ["offset to the dictionary's first byte", '28b52ffd003840000061626364656667683d000000015400040013', 11],
  ["S11 offset beyond the dictionary's first byte", '28b52ffd003840000061626364656667683d000000015400040014', 'corruption_detected'],
];
