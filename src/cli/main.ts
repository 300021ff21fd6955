#!/usr/bin/env node
import { EXIT_WRITE } from './errors';
import { removeUnfinished } from './files';
import { runCommand } from './run';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read our output has seen enough.
  removeUnfinished();
  if (error.code !== 'EPIPE') console.error(`purezstd: standard output cannot be written (${error.code})`);
  process.exit(error.code === 'EPIPE' ? 0 : EXIT_WRITE);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    removeUnfinished();
    // With this listener gone, the signal does what it does by default, and the shell sees which one it was.
    process.kill(process.pid, signal);
  });
}
process.exitCode = await runCommand(process.argv.slice(2), process, process.env);
