import { createFrameDecoder, type DecoderSettings } from '../decoder/frame';
import { contentChecksum } from '../format/contentChecksum';
import { corrupt, wrongChecksum } from '../format/errors';
import { type Bytes, createOutput } from '../format/output';
import { sumOf } from './groups';
import { postable, type Task, type TaskResult } from './tasks';

/** Inputs of frames, to be decompressed. */
export interface ContentsData {
  /** One after the other. */
  readonly frames: Uint8Array;
  readonly sizes: readonly number[];
  /** Bytes of what each of them holds; −1 where that is not known. */
  readonly contentSizes: readonly number[];
  /** The low halves of their XXH64, where they are to be verified. */
  readonly checksums?: readonly (number | undefined)[];
  /** Whether each input is a single frame. */
  readonly single?: boolean;
  /** Most bytes in all. */
  readonly limit: number;
  readonly settings: DecoderSettings;
}

/** 16 blocks make a turn: 2 MiB of content at the most, some milliseconds. */
const BLOCK_SHARE = 1 / 16;

/** Decompresses the inputs, and pauses now and then. */
export function* performContents({
  frames,
  sizes,
  contentSizes,
  checksums,
  single,
  limit,
  settings,
}: ContentsData): Generator<number, TaskResult> {
  const output = createOutput(limit);
  const decoder = createFrameDecoder({ ...settings, stepwise: true }, output);
  const contents: Bytes[] = [];
  let from = 0;
  let left = limit;
  try {
    for (const [i, size] of sizes.entries()) {
      output.restart(left);
      decoder.restart();
      for (let at = from; ; ) {
        at = decoder.push(frames, at, from + size);
        if (at === from + size) break;
        if (single && decoder.atEnd()) corrupt();
        yield BLOCK_SHARE;
      }
      decoder.finish();
      const content = output.take();
      if (contentSizes[i] >= 0 && content.length !== contentSizes[i]) corrupt();
      if (checksums?.[i] !== undefined && contentChecksum(content) !== checksums[i]) wrongChecksum();
      contents.push(content);
      left -= content.length;
      from += size;
      yield BLOCK_SHARE;
    }
  } finally {
    decoder.release();
  }
  const sizesOfContents = contents.map(({ length }) => length);
  if (contents.length === 1) return { bytes: contents[0], sizes: sizesOfContents };
  const all = createOutput(limit);
  all.expect(limit - left);
  for (const content of contents) all.write(content, 0, content.length);
  return { bytes: all.take(), sizes: sizesOfContents };
}

/**
 * A task of inputs that stand one after the other in a buffer.
 *
 * @param lent whether the buffer goes back to where it came from
 */
export function contentsTask(data: ContentsData, lent: boolean): Task<ContentsData> {
  const { frames, settings, contentSizes } = data;
  const dictionaries = settings.dictionaries.map((dictionary) => ({ ...dictionary, content: postable(dictionary.content) }));
  return {
    kind: 'contents',
    data: { ...data, settings: { ...settings, dictionaries } },
    perform: performContents,
    room: sumOf(contentSizes.map((size) => Math.max(size, 0))),
    items: contentSizes.length,
    lent: lent ? frames : undefined,
  };
}
