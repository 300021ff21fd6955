/**
 * @duplicated The hot loops of an engine: one copy per kind of engine (tools/duplicateModules.ts). What is made of them is not duplicated.
 */
// biome-ignore-all assist/source/organizeImports: the order is the bundle's, and this one takes 34 bytes of gzip less than the sorted one
import { createCountBytes } from '../entropy/histogram';
import { createDoubleFast } from '../match/doubleFast';
import { createGatherSequences } from './gatherSequences';
import { createLiteralsEncoder } from '../entropy/literalsEncode';
import { createOptimal } from '../match/optimal';
import { createSequencesEncoder } from '../entropy/sequencesEncode';
import { createFast } from '../match/fast';
import { createBinaryTree } from '../match/binaryTree';
import { createLazy } from '../match/lazy';

export const LOOPS = {
  createBinaryTree,
  createCountBytes,
  createDoubleFast,
  createFast,
  createGatherSequences,
  createLazy,
  createLiteralsEncoder,
  createOptimal,
  createSequencesEncoder,
};

export type EncoderLoops = typeof LOOPS;
