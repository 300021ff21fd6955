/**
 * @duplicated The hot loops of an engine: one copy per kind of engine (tools/duplicateModules.ts). What is made of them is not duplicated.
 */
// biome-ignore-all assist/source/organizeImports: the order is the bundle's, and this one takes 70 bytes of gzip less than the sorted one
import { createCountBytes } from '../entropy/histogram';
import { createLiteralsEncoder } from '../entropy/literalsEncode';
import { createSequencesEncoder } from '../entropy/sequencesEncode';
import { createGatherSequences } from './gatherSequences';
import { createFast } from '../match/fast';
import { createDoubleFast } from '../match/doubleFast';
import { createLazy } from '../match/lazy';
import { createBinaryTree } from '../match/binaryTree';
import { createOptimal } from '../match/optimal';

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
