/** @duplicated Part of an engine: one copy per kind of engine (tools/duplicateModules.ts). */
import { LL_COUNTS, ML_COUNTS, OF_COUNTS, type SequenceCodes } from '../entropy/sequencesEncode';
import { createCodeTables, MATCH_LENGTH_MIN } from '../format/codes';
import { readFirst } from '../format/readFirst';
import { LL_LONG, LL_LONG_CODE, ML_LONG, ML_LONG_CODE } from '../match/sequenceStore';
import { NODE_SEQUENCES } from './splitAfter';

/** One pass over the sequences of a block: their literals and their codes. */
export interface GatherSequences {
  /**
   * Takes sequences [from, to), whose bytes begin at window position `p`: copies their literals to `lp`, finds the codes and adds them to
   * the counts from `at` on. Returns the literals' end.
   */
  gather(from: number, to: number, p: number, lp: number, at: number): number;
  /** The window position where the last ones ended. */
  end(): number;
}

/** Literals are copied 8 bytes at once whatever their number: a loop that asks first mispredicts, 38 % of this stage; 16 cost 3 %. */
export function createGatherSequences(view: DataView, literalsView: DataView, codes: SequenceCodes, counts: Int32Array): GatherSequences {
  const { litLength, matchLength, offBase, litLengthCodes, matchLengthCodes, offsetCodes } = codes;
  const { llCode, mlCode } = createCodeTables();
  let cursor = 0;

  function gather(from: number, to: number, p: number, lp: number, at: number): number {
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
    readFirst(LV[0] | MV[0] | OV[0] | lut[0] | mut[0] | LC[0] | MC[0] | OC[0] | C[0] | D.getInt32(0, true) | W.getInt32(0, true));
    for (let i = from | 0; i < to; i = (i + 1) | 0) {
      const ll = LV[i];
      const m = (MV[i] - MATCH_LENGTH_MIN) | 0;
      const lc = ll < LL_LONG ? lut[ll] : (LL_LONG_CODE - Math.clz32(ll)) | 0;
      const mc = m < ML_LONG ? mut[m] : (ML_LONG_CODE - Math.clz32(m)) | 0;
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
      if (ll > 8) {
        for (let k = 8; k < ll; k = (k + 8) | 0) {
          x = D.getInt32((p + k) | 0, true);
          y = D.getInt32((p + k + 4) | 0, true);
          W.setInt32((lp + k) | 0, x, true);
          W.setInt32((lp + k + 4) | 0, y, true);
        }
      }
      lp = (lp + ll) | 0;
      p = (p + ll + m + MATCH_LENGTH_MIN) | 0;
    }
    cursor = p;
    return lp;
  }

  return { gather, end: () => cursor };
}
