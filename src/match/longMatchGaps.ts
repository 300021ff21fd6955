import { REPEAT_CODES, updateHistory } from '../format/repeatOffsets';
import type { LongDistance, LongMatches } from './longDistance';
import { type MatchFinder, SEARCH_MARGIN } from './matchFinder';
import { ANCHOR, type SequenceStore } from './sequenceStore';

/** Parses a block whose long matches are settled: `finder` is left what is between them. See {@link MatchFinder.find}. */
export type FindBetween = (finder: MatchFinder, from: number, end: number, low: number, offsets: Int32Array) => number;

/** The shortest offBase for an offset. */
function offBaseOf(history: Int32Array, offset: number, litLength: number): number {
  const shift = litLength === 0 ? 1 : 0;
  for (let i = shift; i < 3; i++) if (history[i] === offset) return i + 1 - shift;
  return shift === 1 && offset === history[0] - 1 ? 3 : offset + REPEAT_CODES;
}

/**
 * In place of {@link LongDistance.find} where others have found the long matches of all blocks: see {@link
 * CompressionSettings.longMatches}.
 */
export function createFindKnown(matches: LongMatches, known: readonly number[]): LongDistance['find'] {
  const { starts, lengths, offsets } = matches;
  let next = 0;
  return (from) => {
    matches.count = known[next++];
    for (let i = 0; i < matches.count; i++) {
      starts[i] = from + known[next++];
      lengths[i] = known[next++];
      offsets[i] = known[next++];
    }
  };
}

/** How the strategies below btopt take long matches; the optimal parsers weigh them themselves. */
export function createFindBetween({ litLength, matchLength, offBase, nextOffsets }: SequenceStore, matches: LongMatches): FindBetween {
  const { starts, lengths, offsets } = matches;
  // What the decoder will hold: finders that use two repeat offsets do not follow the third.
  const history = new Int32Array(32);
  // What finders go by.
  const near = new Int32Array(32);

  function add(i: number, literals: number, length: number, offset: number): void {
    litLength[i] = literals;
    matchLength[i] = length;
    offBase[i] = offBaseOf(history, offset, literals);
    updateHistory(history, offBase[i], literals);
  }

  return (finder, from, end, low, before) => {
    const { count: longCount } = matches;
    let count = 0;
    let at = from;
    history.set(before);
    for (let k = 0; k <= longCount; k++) {
      const to = k < longCount ? starts[k] : end;
      let anchor = at;
      if (to - at > SEARCH_MARGIN) {
        // Finders read what repeat offsets point at, which may never have been in the window of a job.
        let known = history;
        for (let i = 0; i < 3; i++) {
          near[i] = history[i];
          if (near[i] > at - low) {
            near[i] = 1;
            known = near;
          }
        }
        const next = finder.find(at, to, low, known, count);
        for (; count < next; count++) {
          const offset = updateHistory(known, offBase[count], litLength[count]);
          // Not for all: a thirtieth of the time at levels 1 and 3.
          if (known !== history) add(count, litLength[count], matchLength[count], offset);
        }
        anchor = nextOffsets[ANCHOR];
      }
      if (k === longCount) {
        nextOffsets[ANCHOR] = anchor;
        break;
      }
      add(count++, to - anchor, lengths[k], offsets[k]);
      at = to + lengths[k];
    }
    for (let i = 0; i < 3; i++) nextOffsets[i] = history[i];
    return count;
  };
}
