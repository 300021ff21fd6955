#!/usr/bin/env node
import { runCommand } from './run';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read our output has seen enough.
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});
process.exitCode = await runCommand(process.argv.slice(2), process);
