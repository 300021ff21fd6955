import { joined } from './content';

/** All that a stream or an iterator gives. */
export async function collect(chunks: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks as AsyncIterable<Uint8Array>) parts.push(part);
  return joined(parts);
}

/** A stream that gives pieces one by one, as they are asked for, and takes them out of the list. */
export function streamOf(pieces: Uint8Array[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece === undefined) controller.close();
      else controller.enqueue(piece as Uint8Array<ArrayBuffer>);
    },
  });
}

/** What comes of a chunk that is written to a stream. */
export async function through(
  { readable, writable }: { readable: ReadableStream<Uint8Array>; writable: WritableStream<never> },
  chunk: unknown,
): Promise<Uint8Array> {
  const writer = writable.getWriter();
  const reading = collect(readable);
  const writing = writer.write(chunk as never).then(() => writer.close());
  const [result] = await Promise.all([reading, writing]);
  return result;
}
