import { expect, it } from 'vitest';
import { createFrameDecoder } from '../../src/decoder/frame';
import { ZstdError } from '../../src/format/errors';
import { createOutput, type Output } from '../../src/format/output';
import { compress } from '../../src/index';
import { Random } from '../helpers/random';

const content = new Random(7).bytes(300_000);
const frame = compress(content, { writeChecksum: true });
/** Into the second block: the first one has been decoded, the next one is not there as a whole. */
const PART = 200_000;

function errorOf(write: Output['write']): unknown {
  const settings = { maxWindowSize: 2 ** 27, magicless: false, verifyChecksum: true, dictionaries: [], streaming: true };
  const decoder = createFrameDecoder(settings, { ...createOutput(Number.POSITIVE_INFINITY), write });
  try {
    for (let at = 0; at < PART; ) at = decoder.push(frame, at, PART);
  } catch (error) {
    return error;
  } finally {
    decoder.release();
  }
  return undefined;
}

it('a result that cannot be had between two pieces of a block is no corruption', () => {
  const error = errorOf(() => {
    throw new RangeError('Array buffer allocation failed');
  });
  expect(error).toBeInstanceOf(ZstdError);
  expect(error).toMatchObject({ code: 'memory_allocation', offset: PART });
});

it('errors that are none of the format are thrown as they are', () => {
  const fault = new TypeError('a fault of ours');
  const error = errorOf(() => {
    throw fault;
  });
  expect(error).toBe(fault);
});
