import { spawnSync } from 'node:child_process';

/** The reference command, which `npm test` makes sure is there. */
export function zstd(input: Uint8Array, ...args: string[]): { status: number | null; stdout: Uint8Array; stderr: string } {
  const { status, stdout, stderr } = spawnSync('zstd', ['-q', '-c', ...args], { input, maxBuffer: 1 << 29 });
  return { status, stdout: new Uint8Array(stdout), stderr: stderr.toString() };
}

/** Decompresses with the reference. */
export function referenceDecompress(frame: Uint8Array, ...args: string[]): Uint8Array {
  const { status, stdout, stderr } = zstd(frame, '-d', '-M2048MB', ...args);
  if (status !== 0) throw new Error(`zstd -d: ${stderr}`);
  return stdout;
}
