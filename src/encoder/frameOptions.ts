import { BLOCK_SIZE_MAX } from '../format/constants';
import { type Bytes, createOutput, type Output } from '../format/output';
import { settingsForLevel } from '../match/parameters';
import type { EncoderDictionary } from './dictionary';
import { encodeBlockFrame, type Frame, FrameEncoder } from './frame';
import type { FrameSettings } from './frameEnds';
import type { FrameCompression } from './history';
import { type ExplicitParameters, settingsForDictionary, settingsForPrefix } from './historySettings';

/** What the frames of an operation are made of. */
export interface FrameOptions {
  readonly level: number;
  /** Instead of a level. */
  readonly params: ExplicitParameters | undefined;
  readonly writeChecksum: boolean;
  readonly writeContentSize: boolean;
  readonly writeDictId: boolean;
  readonly magicless: boolean;
  readonly dictionary: EncoderDictionary | undefined;
  /** What stands before the frame, instead of a dictionary. */
  readonly prefix?: Uint8Array | undefined;
}

/** How a frame for `sourceSize` bytes is compressed, and what stands before it. */
function settingsFor({ level, params, dictionary, prefix }: FrameOptions, sourceSize: number): FrameCompression {
  if (prefix !== undefined) {
    if (dictionary !== undefined) throw new RangeError('must only specify one of prefix or dictData');
    return settingsForPrefix(params ?? level, sourceSize, prefix);
  }
  if (dictionary !== undefined) return settingsForDictionary(dictionary, params ?? level, sourceSize);
  return { compression: params === undefined ? settingsForLevel(level, sourceSize) : params.resolve(sourceSize, 0), history: undefined };
}

const dictIdOf = ({ writeDictId, dictionary }: FrameOptions): number => (writeDictId ? (dictionary?.id ?? 0) : 0);

/** What a frame for `sourceSize` bytes is made of, −1 if that is not known. */
export function frameSettings(options: FrameOptions, sourceSize: number): FrameSettings {
  const { writeChecksum, writeContentSize, magicless } = options;
  const settings = settingsFor(options, sourceSize);
  return { ...settings, sourceSize, writeContentSize, writeChecksum, magicless, dictId: dictIdOf(options) };
}

/** Compresses all of the input into one frame. */
export function encodeFrame(input: Uint8Array, options: FrameOptions): Bytes {
  if (options.prefix === undefined && !options.magicless && input.length <= BLOCK_SIZE_MAX) {
    return encodeBlockFrame(input, settingsFor(options, input.length), dictIdOf(options), options);
  }
  return fillFrame(input, (output) => new FrameEncoder(frameSettings(options, input.length), output));
}

/** Puts all of the input into a frame. */
export function fillFrame(input: Uint8Array, begin: (output: Output) => Frame): Bytes {
  const output = createOutput(Number.MAX_SAFE_INTEGER);
  const frame = begin(output);
  try {
    frame.write(input, 0, input.length);
    frame.end();
    return output.take();
  } finally {
    frame.release();
  }
}
