import { ZstdError } from '../../format/errors';
import { frameIndexAt, type SeekTable } from '../../format/seekTable';
import type { Bytes } from '../common/bytes';
import { ContentCache } from './contentCache';
import type { DecodeFrames, ListedFrame } from './decodeFrames';

/** Adjacent frames on their way: one read of the file, decoded together. */
interface Load {
  readonly contents: Promise<readonly Bytes[]>;
  readonly controller: AbortController;
  /** The first of its frames, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Reads that wait for it. When all of them have given up, so does it. */
  waiting: number;
}

/** How frames are read, decoded and kept. */
export interface FrameLoaderSettings {
  readonly table: SeekTable;
  /** Most bytes of content to keep. */
  readonly cacheSize: number;
  /** Whether the table's checksums are compared. */
  readonly verifyChecksum: boolean;
  /** Reads bytes [from, to) of the file. */
  read(from: number, to: number, signal: AbortSignal): Promise<Uint8Array>;
  readonly decode: DecodeFrames;
  /** The same for one frame, at once. */
  decodeSync(frame: ListedFrame): Bytes;
}

/**
 * Reads and decodes frames. What several reads want at a time is loaded once, and the contents used last are kept. The contents that it
 * gives are shared: not to be changed, nor handed out.
 */
export class FrameLoader {
  private readonly cache: ContentCache;
  /** For each frame that is on its way: the load that brings it. */
  private readonly loads = new Map<number, Load>();

  constructor(private readonly settings: FrameLoaderSettings) {
    this.cache = new ContentCache(settings.cacheSize);
  }

  /**
   * The contents of frames.
   *
   * @param indices in ascending order; of those that are not there yet, neighbours are read together
   */
  async load(indices: readonly number[], signal: AbortSignal | undefined): Promise<Bytes[]> {
    const parts = indices.map((index) => this.cache.recall(index) ?? this.loads.get(index));
    for (let i = 0; i < parts.length; i++) {
      if (parts[i] !== undefined) continue;
      let end = i + 1;
      while (end < parts.length && parts[end] === undefined && indices[end] === indices[end - 1] + 1) end++;
      parts.fill(this.begin(indices[i], indices[end - 1] + 1), i, end);
    }
    const contents = new Map<Load, readonly Bytes[]>();
    const loads = new Set(parts.filter((part): part is Load => !(part instanceof Uint8Array)));
    await Promise.all(Array.from(loads, async (load) => contents.set(load, await this.wait(load, signal))));
    return (parts as (Bytes | Load)[]).map((part, i) =>
      part instanceof Uint8Array ? part : (contents.get(part) as readonly Bytes[])[indices[i] - part.from],
    );
  }

  /** The content of a frame of a file that is in memory. */
  loadSync(index: number, file: Uint8Array): Bytes {
    const cached = this.cache.recall(index);
    if (cached !== undefined) return cached;
    const at = this.settings.table.compressedOffsets[index];
    const [frame] = this.cut(file, 0, index, index + 1);
    try {
      const content = this.settings.decodeSync(frame);
      this.cache.keep(index, content);
      return content;
    } catch (error) {
      throw this.located(error, at);
    }
  }

  /** Forgets everything; what is on its way fails with `reason`. */
  close(reason: unknown): void {
    for (const load of new Set(this.loads.values())) this.abort(load, reason);
    this.cache.clear();
  }

  private begin(from: number, to: number): Load {
    const controller = new AbortController();
    const load: Load = { contents: this.run(from, to, controller.signal), controller, from, to, waiting: 0 };
    for (let i = from; i < to; i++) this.loads.set(i, load);
    load.contents.then(
      (contents) => {
        // Not what has been closed meanwhile.
        if (controller.signal.aborted) return;
        this.forget(load);
        for (const [i, content] of contents.entries()) this.cache.keep(from + i, content);
      },
      () => this.forget(load),
    );
    return load;
  }

  private wait(load: Load, signal: AbortSignal | undefined): Promise<readonly Bytes[]> {
    load.waiting++;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        reject(signal?.reason);
        if (--load.waiting === 0) this.abort(load, signal?.reason);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      load.contents.then(resolve, reject).then(() => signal?.removeEventListener('abort', giveUp));
    });
  }

  private abort(load: Load, reason: unknown): void {
    // First of all, so that nobody joins it any more.
    this.forget(load);
    load.controller.abort(reason);
  }

  private forget(load: Load): void {
    for (let i = load.from; i < load.to; i++) if (this.loads.get(i) === load) this.loads.delete(i);
  }

  private async run(from: number, to: number, signal: AbortSignal): Promise<readonly Bytes[]> {
    const { table, read, decode } = this.settings;
    const at = table.compressedOffsets[from];
    const bytes = await read(at, table.compressedOffsets[to], signal);
    if (signal.aborted) throw signal.reason;
    try {
      return await decode(this.cut(bytes, at, from, to), signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : this.located(error, at);
    }
  }

  /** Frames [from, to) of bytes that begin at position `at` of the file. */
  private cut(bytes: Uint8Array, at: number, from: number, to: number): ListedFrame[] {
    const { table, verifyChecksum } = this.settings;
    const { compressedOffsets, decompressedOffsets, checksums } = table;
    const frames: ListedFrame[] = [];
    for (let i = from; i < to; i++) {
      frames.push({
        bytes: bytes.subarray(compressedOffsets[i] - at, compressedOffsets[i + 1] - at),
        size: decompressedOffsets[i + 1] - decompressedOffsets[i],
        checksum: verifyChecksum ? checksums?.[i] : undefined,
      });
    }
    return frames;
  }

  /** An error of frames that begin at position `at` of the file, with its position there and the frame's number. */
  private located(error: unknown, at: number): unknown {
    if (!(error instanceof ZstdError)) return error;
    const { code, message, offset = 0, dictId } = error;
    const index = frameIndexAt(this.settings.table.compressedOffsets, at + offset);
    return new ZstdError(code, `frame ${index}: ${message}`, { offset: at + offset, dictId });
  }
}
