import { LL_CODE_MAX, LL_LOG_MAX, ML_CODE_MAX, ML_LOG_MAX, OF_CODE_MAX, OF_LOG_MAX } from './codes';
import { LL_DEFAULT, LL_DEFAULT_LOG, ML_DEFAULT, ML_DEFAULT_LOG, OF_DEFAULT, OF_DEFAULT_LOG } from './distributions';

/** The kinds of sequence codes (literal lengths, offsets, match lengths) in the order of a block's tables (RFC 8878 §3.1.1.3.2.1). */
export const LL = 0;
export const OF = 1;
export const ML = 2;

/** What the format lays down for each kind: its largest code, the largest accuracy log of its table, and the predefined distribution. */
export const CODE_MAX = [LL_CODE_MAX, OF_CODE_MAX, ML_CODE_MAX];
export const LOG_MAX = [LL_LOG_MAX, OF_LOG_MAX, ML_LOG_MAX];
export const DEFAULT = [LL_DEFAULT, OF_DEFAULT, ML_DEFAULT];
export const DEFAULT_LOG = [LL_DEFAULT_LOG, OF_DEFAULT_LOG, ML_DEFAULT_LOG];

/** Symbol compression modes (RFC 8878 §3.1.1.3.2.1.1), two bits for each kind. */
export const MODE_PREDEFINED = 0;
export const MODE_RLE = 1;
export const MODE_FSE = 2;
export const MODE_REPEAT = 3;
