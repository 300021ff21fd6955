/** The script of workers (`dist/worker.js`): a bundle of its own, which needs no other file. */
import { performBlocks } from './blocksTask';
import { performContents } from './contentsTask';
import { performFrames } from './framesTask';
import { performTraining } from './trainingTask';
import { serve } from './worker';

serve({ blocks: performBlocks, contents: performContents, frames: performFrames, training: performTraining });
