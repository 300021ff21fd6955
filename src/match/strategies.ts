import { STRATEGY_BTLAZY2, STRATEGY_BTOPT, STRATEGY_DFAST, STRATEGY_FAST, STRATEGY_GREEDY } from '../format/constants';
import type { CompressionSettings } from './parameters';

// Families: groups of strategies that share tables.
export const FAMILY_FAST = 0;
export const FAMILY_DFAST = 1;
export const FAMILY_ROWS = 2;
export const FAMILY_CHAIN = 3;
export const FAMILY_TREE = 4;
/** No family of strategies: the table of long-distance matching, beside those of any other. Both of its logs are that of its entries. */
export const FAMILY_LONG = 5;

/** Largest tables of these families that the main engine has (encoder/enginePool); a frame with larger ones gets an engine of its own. */
export const FAST_HASH_LOG_MAX = 17;
export const DFAST_HASH_LOG_MAX = 18;

/** Sizes of a family's tables, log2 of entries; the second is the table of longer hashes, the chain's links or the tree. */
export interface TableLogs {
  readonly hashLog: number;
  readonly chainLog: number;
}

/** Windows up to this size are searched through hash chains: rows of 16 slots would be shared by too few hashes. */
const CHAIN_WINDOW_LOG = 14;

export function familyOf({ strategy, windowLog }: CompressionSettings): number {
  if (strategy === STRATEGY_FAST) return FAMILY_FAST;
  if (strategy === STRATEGY_DFAST) return FAMILY_DFAST;
  if (strategy >= STRATEGY_BTLAZY2) return FAMILY_TREE;
  return windowLog > CHAIN_WINDOW_LOG ? FAMILY_ROWS : FAMILY_CHAIN;
}

/** Strategies that share a match finder: fast, dfast, greedy to btlazy2, btopt and above. Named by the first of them. */
export function finderKindOf(strategy: number): number {
  return strategy < STRATEGY_BTOPT ? Math.min(strategy, STRATEGY_GREEDY) : STRATEGY_BTOPT;
}

/** Whether a family has a second table, whose size is the settings' chainLog. */
export function hasChainTable(family: number): boolean {
  return family !== FAMILY_FAST;
}

/** The tables that settings ask for. */
export function tableLogsOf(settings: CompressionSettings): TableLogs {
  const { hashLog, chainLog } = settings;
  return { hashLog, chainLog: hasChainTable(familyOf(settings)) ? chainLog : 0 };
}
