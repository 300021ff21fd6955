/** Longest code that RFC 8878 §4.2.1 allows. */
export const HUFFMAN_LOG_MAX = 11;
/** Depth up to which trees are read: the reference reads 12, and one of its golden dictionaries has it. */
export const HUFFMAN_DEPTH_MAX = 12;
/** Weights that are described at the most; the last symbol's follows from the others. */
export const HUFFMAN_WEIGHTS_MAX = 255;
/** Largest weight: that of a code of one bit in a tree of {@link HUFFMAN_DEPTH_MAX}. */
export const HUFFMAN_WEIGHT_MAX = 12;
/** Largest accuracy log of the FSE table that weights are coded with (RFC 8878 §4.2.1.2). */
export const HUFFMAN_WEIGHTS_LOG_MAX = 6;
/** That log and the number of weights in its table, at most together: the reference has no room for weight 12 at log 6, and refuses it. */
export const HUFFMAN_WEIGHTS_ROOM = HUFFMAN_WEIGHT_MAX + HUFFMAN_WEIGHTS_LOG_MAX;
