import { type DictionaryOrigin, type EncoderDictionary, readEncoderDictionary } from '../encoder/dictionary';
import { FrameEncoder } from '../encoder/frame';
import { encodeFrame, type FrameOptions, frameSettings } from '../encoder/frameOptions';
import { compressBound } from '../format/compressBound';
import { BLOCK_SIZE_MAX } from '../format/constants';
import { type Bytes, createOutput } from '../format/output';
import { type ParameterOverrides, settingsForParameters } from '../match/parameters';
import { sumOf } from './groups';
import { postable, type Task, type TaskResult } from './tasks';

/** Contents to be compressed, each into a frame of its own. */
export interface FramesData {
  /** One after the other. */
  readonly contents: Uint8Array;
  readonly sizes: readonly number[];
  readonly options: Omit<FrameOptions, 'dictionary' | 'params'>;
  /** Parameters instead of a level: those of ExplicitParameters, without functions. */
  readonly params: (ParameterOverrides & { readonly forceMaxWindow: boolean }) | undefined;
  /** A dictionary, and a number that is its own, so that a worker reads it once for many tasks. */
  readonly dictionary: (DictionaryOrigin & { readonly number: number }) | undefined;
}

/** Bytes that are compressed between two pauses. */
const SLICE = 1 << 18;

/** The dictionary of the last task. */
let known: { number: number; dictionary: EncoderDictionary } | undefined;

function dictionaryOf({ dictionary: given }: FramesData): EncoderDictionary | undefined {
  if (given === undefined) return undefined;
  if (known?.number !== given.number) known = { number: given.number, dictionary: readEncoderDictionary(given.bytes, given.mode) };
  return known.dictionary;
}

/** The options as they were before they were posted. */
function optionsOf(data: FramesData): FrameOptions {
  const { params } = data;
  return {
    ...data.options,
    params: params && { ...params, resolve: (sourceSize, dictSize) => settingsForParameters(params, sourceSize, dictSize) },
    dictionary: dictionaryOf(data),
  };
}

function* encodeLong(input: Uint8Array, options: FrameOptions): Generator<number, Bytes> {
  const output = createOutput(Number.MAX_SAFE_INTEGER);
  const frame = new FrameEncoder(frameSettings(options, input.length), output);
  try {
    for (let at = 0; at < input.length; at += SLICE) {
      frame.write(input, at, Math.min(at + SLICE, input.length));
      yield 1;
    }
    frame.end();
    return output.take();
  } finally {
    frame.release();
  }
}

/** The most that frames of contents of these sizes take. */
const roomFor = (sizes: readonly number[]): number => sumOf(sizes.map(compressBound));

/** Compresses contents of these sizes, which stand one after the other. */
function* encodeFrames(contents: Uint8Array, sizes: readonly number[], options: FrameOptions): Generator<number, TaskResult> {
  const output = createOutput(Number.MAX_SAFE_INTEGER);
  // One buffer from the start: put together from a piece a frame, records took 13 % longer (bench/OPTIMIZATIONS.md).
  if (sizes.length > 1) output.expect(roomFor(sizes));
  const frameSizes: number[] = [];
  let at = 0;
  for (const size of sizes) {
    const content = contents.subarray(at, at + size);
    const frame = size <= BLOCK_SIZE_MAX ? encodeFrame(content, options) : yield* encodeLong(content, options);
    if (sizes.length === 1) return { bytes: frame, sizes: [frame.length] };
    output.write(frame, 0, frame.length);
    frameSizes.push(frame.length);
    at += size;
    yield 1;
  }
  return { bytes: output.take(), sizes: frameSizes };
}

/** What a worker does: compresses the contents. */
export function performFrames(data: FramesData): Generator<number, TaskResult> {
  return encodeFrames(data.contents, data.sizes, optionsOf(data));
}

let numbers = 0;
const posted = new WeakMap<EncoderDictionary, FramesData['dictionary']>();

function numbered(dictionary: EncoderDictionary | undefined): FramesData['dictionary'] {
  if (dictionary === undefined) return undefined;
  const { bytes, mode } = dictionary.origin;
  const origin = posted.get(dictionary) ?? { bytes: postable(bytes), mode, number: ++numbers };
  posted.set(dictionary, origin);
  return origin;
}

/**
 * A task of contents that stand one after the other in a buffer.
 *
 * @param lent whether the buffer goes back to where it came from
 */
export function framesTask(contents: Uint8Array, sizes: readonly number[], given: FrameOptions, lent: boolean): Task<FramesData> {
  const { dictionary, params, level, writeChecksum, writeContentSize, writeDictId, magicless, prefix } = given;
  const data: FramesData = {
    contents,
    sizes,
    options: { level, writeChecksum, writeContentSize, writeDictId, magicless, prefix: prefix && postable(prefix) },
    params: params as FramesData['params'],
    dictionary: numbered(dictionary),
  };
  // Who made the options need not make them again, nor what is known of the dictionary.
  const perform = (): Generator<number, TaskResult> => encodeFrames(contents, sizes, given);
  return { kind: 'frames', data, perform, room: roomFor(sizes), items: sizes.length, lent: lent ? contents : undefined };
}
