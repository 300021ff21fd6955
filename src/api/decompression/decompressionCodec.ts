import { createFrameDecoder } from '../../decoder/frame';
import { DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE } from '../../format/constants';
import type { Bytes } from '../common/bytes';
import { checkOptions, checkSize } from '../common/checks';
import { createByteQueue } from '../pieces/byteQueue';
import type { ChunkCodec } from '../pieces/chunkCodec';
import { type DecompressOptions, decoderSettings, prepareDictionaries } from './decompress';

/** Decompresses chunks of any number of frames; what comes after them and is none is an error, and so is an end inside one. */
export function createDecompressionCodec(options: DecompressOptions = {}): ChunkCodec {
  const { maxOutputSize, dictData } = checkOptions(options);
  const queue = createByteQueue(checkSize(maxOutputSize, 'maxOutputSize'));
  const decoder = createFrameDecoder({ ...decoderSettings(options, prepareDictionaries(dictData), true), stepwise: true }, queue);

  return {
    *chunk(input: Uint8Array): Generator<Bytes, void> {
      let failure: unknown;
      for (let at = 0; at < input.length && failure === undefined; ) {
        try {
          at = decoder.push(input, at, input.length);
        } catch (error) {
          // What was decoded before it comes first.
          failure = error;
        }
        if (queue.length() >= DECOMPRESSION_RECOMMENDED_OUTPUT_SIZE) yield queue.take();
      }
      if (queue.length() > 0) yield queue.take();
      if (failure !== undefined) throw failure;
    },

    end(): Iterator<Bytes> {
      decoder.release();
      decoder.finish();
      return { next: () => ({ value: undefined, done: true }) };
    },

    release(): void {
      decoder.release();
    },
  };
}
