// The layers of ARCHITECTURE.md: data flows one way, and each folder imports only what lies below it.
const below = {
  format: [],
  entropy: ['format'],
  match: ['format', 'entropy'],
  decoder: ['format', 'entropy'],
  encoder: ['format', 'entropy', 'match'],
  dictionary: ['format', 'entropy', 'match', 'encoder'],
  workers: ['format', 'match', 'decoder', 'encoder', 'dictionary'],
  api: ['format', 'entropy', 'match', 'decoder', 'encoder', 'dictionary', 'workers'],
};

// The rooms of api, likewise.
const rooms = {
  common: [],
  pieces: ['common'],
  compression: ['common', 'pieces'],
  decompression: ['common', 'pieces'],
  dictionary: ['common', 'compression', 'decompression'],
  streams: ['common', 'pieces', 'compression', 'decompression'],
  node: ['common', 'pieces', 'compression', 'decompression'],
  seekable: ['common', 'pieces', 'compression', 'decompression'],
};

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(below).map(([layer, allowed]) => ({
      name: `${layer}-imports-below`,
      severity: 'error',
      from: { path: `^src/${layer}/` },
      to: { path: '^src/', pathNot: `^src/(${[layer, ...allowed].join('|')})/` },
    })),
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `api-${room}-imports-below`,
      severity: 'error',
      from: { path: `^src/api/${room}/` },
      to: { path: '^src/api/', pathNot: `^src/api/(${[room, ...allowed].join('|')})/` },
    })),
    {
      name: 'match-takes-only-costs-from-entropy',
      severity: 'error',
      from: { path: '^src/match/' },
      to: { path: '^src/entropy/', pathNot: '^src/entropy/fseCost' },
    },
    {
      name: 'decoder-without-encoder',
      comment: 'A decoder-only import holds nothing of the encoder.',
      severity: 'error',
      from: { path: '^src/decompress\\.ts$' },
      to: { path: '^src/(encoder|match)/', reachable: true },
    },
    {
      name: 'compressor-without-decoder',
      severity: 'error',
      from: { path: '^src/compress\\.ts$' },
      to: { path: '^src/decoder/', reachable: true },
    },
    {
      name: 'no-trainer-in-the-codec',
      severity: 'error',
      from: { path: '^src/(compress|decompress)\\.ts$' },
      to: { path: '^src/dictionary/', reachable: true },
    },
    {
      name: 'command-uses-the-public-entries',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/', pathNot: '^src/(cli/|(index|seekable)\\.ts)' },
    },
    { name: 'nothing-imports-the-command', severity: 'error', from: { pathNot: '^src/cli/' }, to: { path: '^src/cli/' } },
    {
      name: 'node-streams-stay-apart',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(node\\.ts|api/node/)' },
      to: { path: '^src/(node\\.ts|api/node/)' },
    },
    {
      name: 'no-node-modules-in-the-library',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(cli/|api/node/)' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'unknown'] },
    },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' } },
};
