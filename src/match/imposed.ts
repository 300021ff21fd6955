import { updateHistory } from '../format/repeatOffsets';
import type { LongMatches } from './longDistance';
import { ANCHOR, type MatchFinder, SEARCH_MARGIN } from './matchFinder';
import type { SequenceStore } from './sequenceStore';

/** Parses a block whose long matches are settled: `finder` is left what is between them. See {@link MatchFinder.find}. */
export type FindBetween = (finder: MatchFinder, from: number, end: number, low: number, offsets: Int32Array) => number;

/** The shortest offBase for an offset. */
function offBaseOf(history: Int32Array, offset: number, litLength: number): number {
  const shift = litLength === 0 ? 1 : 0;
  for (let i = shift; i < 3; i++) if (history[i] === offset) return i + 1 - shift;
  return shift === 1 && offset === history[0] - 1 ? 3 : offset + 3;
}

/** How the strategies below btopt take long matches; the optimal parsers weigh them themselves. */
export function createFindBetween({ litLength, matchLength, offBase, nextOffsets }: SequenceStore, matches: LongMatches): FindBetween {
  const { starts, lengths, offsets } = matches;
  // What the decoder will hold: finders that use two repeat offsets do not follow the third.
  const history = new Int32Array(32);

  return (finder, from, end, low, before) => {
    const { count: longCount } = matches;
    let count = 0;
    let at = from;
    history.set(before);
    for (let k = 0; k <= longCount; k++) {
      const to = k < longCount ? starts[k] : end;
      let anchor = at;
      if (to - at > SEARCH_MARGIN) {
        const next = finder.find(at, to, low, history, count);
        for (; count < next; count++) updateHistory(history, offBase[count], litLength[count]);
        anchor = nextOffsets[ANCHOR];
      }
      if (k === longCount) {
        nextOffsets[ANCHOR] = anchor;
        break;
      }
      const literals = to - anchor;
      const code = offBaseOf(history, offsets[k], literals);
      litLength[count] = literals;
      matchLength[count] = lengths[k];
      offBase[count] = code;
      count++;
      updateHistory(history, code, literals);
      at = to + lengths[k];
    }
    for (let i = 0; i < 3; i++) nextOffsets[i] = history[i];
    return count;
  };
}
