import { spawnSync } from 'node:child_process';
import { generate, kinds } from '../corpus/generate';
import { compress } from '../src/index';
import type { Random } from '../test/helpers/random';
import { hasSharedData, loadContainer } from '../test/helpers/shared';

/** Frames to start from: small ones of ours and of the reference at all levels, and the shared ones where they are. */
export function seedFrames(): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (const [i, kind] of kinds.entries()) {
    for (const size of [20, 300, 2000, 9000]) {
      const content = generate(kind, size, i);
      frames.push(compress(content, { level: [1, 3, -5, 2][i & 3], writeChecksum: i % 3 === 0, writeContentSize: i % 2 === 0 }));
      // With a stated size, the reference's high levels do not set tables of a hundred megabytes up for a few bytes.
      const stated = ['--no-check', `--stream-size=${size}`];
      for (const args of [['-1'], ['-7', '--no-check'], ['-19', ...stated], ['--ultra', '-22', ...stated]]) {
        frames.push(new Uint8Array(spawnSync('zstd', ['-qc', ...args], { input: content }).stdout));
      }
    }
  }
  if (hasSharedData) for (const { data } of loadContainer('frames/decodecorpus')) if (data.length < 4000) frames.push(data);
  return frames;
}

/** A copy of a frame with some damage. */
export function mutate(frame: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = frame.slice();
  for (let n = 1 + random.below(random.pick([1, 3, 8])); n > 0; n--) {
    if (bytes.length === 0) return bytes;
    const at = random.below(bytes.length);
    switch (random.below(9)) {
      case 0:
      case 1:
        bytes[at] ^= 1 << random.below(8);
        break;
      case 2:
        bytes[at] = random.below(256);
        break;
      case 3:
        bytes[at] = random.pick([0, 1, 127, 128, 255]);
        break;
      case 4:
        bytes = bytes.slice(0, at);
        break;
      case 5: {
        const length = 1 + random.below(8);
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
        break;
      }
      case 6:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...random.bytes(1 + random.below(6)), ...bytes.subarray(at)]);
        break;
      case 7: {
        const other = random.pick(others);
        const from = random.below(other.length + 1);
        bytes.set(other.subarray(from, from + Math.min(1 + random.below(40), bytes.length - at)), at);
        break;
      }
      default:
        // Headers decide most: hit the first bytes more often.
        bytes[random.below(Math.min(bytes.length, 24))] ^= 1 << random.below(8);
    }
  }
  return bytes;
}
