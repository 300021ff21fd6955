// The tests compare with the reference `zstd` command. Where it is missing, this installs it, or says in one line what to do.
import { spawnSync } from 'node:child_process';

const has = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

if (!has('zstd')) {
  const sudo = process.getuid?.() === 0 || !has('sudo') ? '' : 'sudo -n ';
  const installers = [
    [
      'apt-get',
      `${sudo}apt-get install -y --no-install-recommends zstd || (${sudo}apt-get update && ${sudo}apt-get install -y --no-install-recommends zstd)`,
    ],
    ['brew', 'brew install zstd'],
    ['apk', `${sudo}apk add --no-cache zstd`],
  ];
  const found = installers.find(([command]) => has(command));
  if (found) {
    console.log(`The tests need the reference zstd command: ${found[1]}`);
    spawnSync('sh', ['-c', found[1]], { stdio: 'inherit' });
  }
  if (!has('zstd')) {
    console.error('The tests need the reference zstd command: install the package "zstd" and run them again.');
    process.exit(1);
  }
}
