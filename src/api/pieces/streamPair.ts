import { ZstdError } from '../../format/errors';
import { type Bytes, type BytesLike, toBytes } from '../common/bytes';
import { Closable } from '../common/closable';
import type { ChunkCodec, Pieces } from './chunkCodec';

interface Pair {
  readable: ReadableStream<Bytes>;
  writable: WritableStream<BytesLike>;
  /** Gives up what has not come to its end. */
  close(): void;
}

/**
 * The two ends of a codec. Other than in a `TransformStream`, one chunk that becomes very much is handed on as fast as it is read and no
 * faster: a write is done when all that came of it has been taken.
 */
function createPair(codec: ChunkCodec): Pair {
  /** What is being worked on, and whom to tell when it is done. */
  let work: { output: Pieces; last: boolean; resolve(): void; reject(error: unknown): void } | undefined;
  /** Its next result. It is made as soon as the one before has been taken, so that a write is done when its last output has been. */
  let ahead: ReturnType<Pieces['next']> | undefined;
  /** It is on its way. */
  let waiting = false;
  /** Somebody waits for output. */
  let demand: (() => void) | undefined;
  let reader: ReadableStreamDefaultController<Bytes>;
  let writer: WritableStreamDefaultController;

  function satisfy(): void {
    demand?.();
    demand = undefined;
  }

  function fail(error: unknown): void {
    codec.release();
    reader.error(error);
    work?.reject(error);
    work = undefined;
    ahead = undefined;
    satisfy();
  }

  /** Goes on when the piece is there, unless the work has been given up. */
  function wait(piece: Promise<Bytes>): void {
    const mine = work;
    waiting = true;
    piece
      .then((value) => {
        if (work === mine) ahead = { done: false, value };
      })
      .catch((error) => {
        if (work === mine) fail(error);
      })
      .finally(() => {
        waiting = false;
        run();
      });
  }

  function run(): void {
    if (demand === undefined || work === undefined || waiting) return;
    const { output, last, resolve } = work;
    try {
      let next = ahead ?? output.next();
      ahead = undefined;
      // Pieces without bytes only say that something was waited for.
      while (!next.done && !(next.value instanceof Promise) && next.value.length === 0) next = output.next();
      if (next.value instanceof Promise) {
        wait(next.value);
        return;
      }
      if (!next.done) {
        reader.enqueue(next.value);
        satisfy();
        ahead = output.next();
        if (!ahead.done || last) return;
      } else if (last) {
        codec.release();
        reader.close();
        satisfy();
      }
      work = undefined;
      ahead = undefined;
      resolve();
    } catch (error) {
      fail(error);
    }
  }

  const begin = (start: () => Pieces, last: boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      try {
        work = { output: start(), last, resolve, reject };
      } catch (error) {
        reject(error);
        fail(error);
        return;
      }
      run();
    });

  const readable = new ReadableStream<Bytes>(
    {
      start(controller) {
        reader = controller;
      },
      pull: () =>
        new Promise<void>((resolve) => {
          demand = resolve;
          run();
        }),
      cancel(reason) {
        codec.release();
        writer.error(reason);
        work?.reject(reason);
        work = undefined;
      },
    },
    { highWaterMark: 0 },
  );
  const writable = new WritableStream<BytesLike>({
    start(controller) {
      writer = controller;
      // An abort waits for the write that is under way, which waits for whoever reads: it is told at once. (Older engines have no signal.)
      controller.signal?.addEventListener('abort', () => fail(controller.signal.reason));
    },
    write: (chunk) => begin(() => codec.chunk(toBytes(chunk)), false),
    close: () => begin(() => codec.end(), true),
    abort: fail,
  });
  const close = (): void => {
    const reason = new ZstdError('stage_wrong', 'stream is closed');
    fail(reason);
    writer.error(reason);
  };
  return { readable, writable, close };
}

/** What a Web Stream is piped through. */
export class StreamPair extends Closable {
  /** What comes out. */
  readonly readable: ReadableStream<Bytes>;
  /** Takes chunks of any kind of bytes, cut anywhere. */
  readonly writable: WritableStream<BytesLike>;
  /** Gives up what has not come to its end: both streams fail then, with a ZstdError `stage_wrong`. `using` and `await using` call it. */
  readonly close: () => void;

  /** @internal */
  constructor(codec: ChunkCodec) {
    super();
    ({ readable: this.readable, writable: this.writable, close: this.close } = createPair(codec));
  }
}
