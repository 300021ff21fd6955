import { SKIPPABLE_MAGIC } from '../index';

/** Bytes of a magic number. */
export const MAGIC_SIZE = 4;

/** The magic number that a frame begins with. There must be {@link MAGIC_SIZE} bytes at least. */
export const magicOf = (frame: Uint8Array): number => new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);

/** Whether a frame is skippable: sixteen magic numbers stand for that (RFC 8878 §3.1.2). */
export const isSkippable = (frame: Uint8Array): boolean => (magicOf(frame) & ~15) >>> 0 === SKIPPABLE_MAGIC;
