import type { EncoderEngine } from '../encoder/engine';
import { startFrame } from '../encoder/enginePool';
import type { FrameSettings } from '../encoder/frameEnds';
import { HASHLOG_MIN, STRATEGY_FAST } from '../format/constants';

/**
 * Begins to look for long matches from a frame's first byte to its last, so that jobs, which have a part of the window only, get theirs.
 * That is done by an engine which compresses nothing: the least tables will do.
 *
 * @param user who keeps the engine
 * @param expected bytes of the frame, Infinity if that is not known
 */
export function beginScan(user: object, { compression, history }: FrameSettings, expected: number): EncoderEngine {
  const least = { ...compression, strategy: STRATEGY_FAST, hashLog: HASHLOG_MIN };
  return startFrame(user, least, expected, history && { content: history.content, withinWindow: history.withinWindow });
}
