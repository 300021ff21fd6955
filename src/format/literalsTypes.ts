/** Literals block types, the lowest two bits of a literals section (RFC 8878 §3.1.1.3.1.1). */
export const LITERALS_RAW = 0;
export const LITERALS_RLE = 1;
/** Huffman-coded, with the tree's description. */
export const LITERALS_COMPRESSED = 2;
/** Huffman-coded with the tree of the block before. */
export const LITERALS_TREELESS = 3;
