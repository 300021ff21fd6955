import { spawnSync } from 'node:child_process';
import { PassThrough, Readable } from 'node:stream';
import { runCommand } from '../../src/cli/run';

/** Runs the command in this process with streams of its own. */
export async function run(
  words: string[],
  options: { stdin?: Uint8Array | Uint8Array[]; tty?: boolean; environment?: Record<string, string> } = {},
) {
  const stdout = Object.assign(new PassThrough(), { isTTY: options.tty });
  const stderr = Object.assign(new PassThrough(), { isTTY: options.tty });
  const input = options.stdin ?? [];
  const stdin = Object.assign(Readable.from(Array.isArray(input) ? input : [input]), { isTTY: options.tty });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  stdout.on('data', (chunk: Buffer) => out.push(chunk));
  stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await runCommand(words, { stdin, stdout, stderr }, options.environment);
  stdout.end();
  stderr.end();
  await Promise.all(
    [stdout, stderr].map((stream) => new Promise((resolve) => (stream.readableEnded ? resolve(0) : stream.on('end', resolve)))),
  );
  return { code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() };
}

/** The reference command; it never waits for an answer or for input. */
export const reference = (words: string[], input: Uint8Array = new Uint8Array(0), environment: Record<string, string> = {}) =>
  spawnSync('zstd', words, { input, maxBuffer: 1 << 28, env: { ...process.env, ...environment } });
