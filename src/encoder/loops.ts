/**
 * @duplicated The hot loops of an engine: one copy per kind of engine (tools/duplicateModules.ts). What is made of them is not duplicated.
 */

import { createFseEncodingTables } from '../entropy/fseEncode';
import { createCountBytes } from '../entropy/histogram';
import { createLiteralsEncoder } from '../entropy/literalsEncode';
import { createSequencesEncoder } from '../entropy/sequencesEncode';
import { createBinaryTree } from '../match/binaryTree';
import { createDoubleFast } from '../match/doubleFast';
import { createFast } from '../match/fast';
import { createLazy } from '../match/lazy';
import { createOptimal } from '../match/optimal';
import { createGatherSequences } from './gatherSequences';

export const LOOPS = {
  createBinaryTree,
  createCountBytes,
  createDoubleFast,
  createFast,
  createFseEncodingTables,
  createGatherSequences,
  createLazy,
  createLiteralsEncoder,
  createOptimal,
  createSequencesEncoder,
};

export type EncoderLoops = typeof LOOPS;
