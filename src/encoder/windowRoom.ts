import { BLOCK_SIZE_MAX } from '../format/constants';
import type { FrameHistory } from './history';

/** Matches reach back no further, whatever the window: it has to slide within what positions can tell. */
export const REACH_MAX = 1.25 * 2 ** 30;
/** Room that a window slides in, at the most: with the furthest reach it is all that an engine can hold. */
const SLIDE_MAX = 2 ** 28;
/** At the least. */
const SLIDE_LEAST = 4 * BLOCK_SIZE_MAX;
/**
 * Room for a frame's window and more, so that the window need not slide often, and tables are seldom cleared between frames: three windows of
 * 2 MiB (level 3) and as much again to fill.
 */
const ROOM_LEAST = 8 << 20;
/** Windows that are room enough: short messages stay in the caches, and in half a MiB of memory. */
const WINDOWS_LEAST = 32;

/** How far back the matches of such a window reach. */
export function windowSizeOf(windowLog: number): number {
  return Math.min(2 ** windowLog, REACH_MAX);
}

const sizeOf = (history: FrameHistory | undefined): number => (history === undefined ? 0 : history.content.length);

/**
 * Bytes of window that a frame needs: its history, and itself or its window with room to slide in, a quarter of it. What continues a frame
 * slides over its history as well. An engine is made as large as this where the main one is not.
 */
export function windowRoom(history: FrameHistory | undefined, expected: number, windowLog: number): number {
  const windowSize = windowSizeOf(windowLog);
  const room = windowSize + Math.min(Math.max(windowSize / 4, SLIDE_LEAST), SLIDE_MAX);
  return history?.continued
    ? Math.min(sizeOf(history) + expected + BLOCK_SIZE_MAX, room)
    : sizeOf(history) + Math.min(expected + BLOCK_SIZE_MAX, room);
}

/**
 * Bytes of window that a frame uses of an engine that may have far more: small windows do not touch all of a large buffer. Room costs
 * nothing here but caches, and each slide a copy, so it slides in half a window rather than a quarter.
 */
export function windowUse(historySize: number, windowSize: number): number {
  return Math.max(Math.min(WINDOWS_LEAST * windowSize, ROOM_LEAST), historySize + windowSize + Math.max(windowSize / 2, SLIDE_LEAST));
}
