import { UsageError } from './errors';
import { sizeOf } from './quantities';
import type { ParameterName, Settings, Training } from './settings';

/** The parameters of `--train-cover=k=200,d=8,…`, by their names there. */
const TRAINING_NAMES = { k: 'k', d: 'd', f: 'f', steps: 'steps', accel: 'accel', split: 'splitPoint', shrink: 'shrink' } as const;
/** What `shrink` without a number allows frames to grow by, in percent. */
const SHRINK_DEFAULT = 1;

export function readTraining(settings: Settings, algorithm: Training['algorithm'], text: string | undefined): void {
  settings.action = 'train';
  const { training } = settings;
  training.algorithm = algorithm;
  // As the command that this one follows does, all values of k and d are tried unless some are given.
  if (text === undefined || text === '') training.steps ??= 40;
  for (const part of (text ?? '').split(',').filter((word) => word !== '')) {
    const [name, value] = part.split('=');
    const known = Object.hasOwn(TRAINING_NAMES, name) ? TRAINING_NAMES[name as keyof typeof TRAINING_NAMES] : undefined;
    const number = value === undefined && name === 'shrink' ? SHRINK_DEFAULT : Number(value);
    if (known === undefined || !Number.isFinite(number)) throw new UsageError(`--train-${algorithm} does not understand "${part}"`);
    // Percent there, a share here.
    training[known] = known === 'splitPoint' ? number / 100 : number;
  }
}

/** The parameters of `--zstd=wlog=23,strat=5,…`, by their names and short names there. */
export const PARAMETER_NAMES: Record<string, ParameterName> = {
  windowLog: 'windowLog',
  wlog: 'windowLog',
  chainLog: 'chainLog',
  clog: 'chainLog',
  hashLog: 'hashLog',
  hlog: 'hashLog',
  searchLog: 'searchLog',
  slog: 'searchLog',
  minMatch: 'minMatch',
  mml: 'minMatch',
  targetLength: 'targetLength',
  tlen: 'targetLength',
  strategy: 'compressionStrategy',
  strat: 'compressionStrategy',
  ldmHashLog: 'ldmHashLog',
  lhlog: 'ldmHashLog',
  ldmMinMatch: 'ldmMinMatch',
  lmml: 'ldmMinMatch',
  ldmBucketSizeLog: 'ldmBucketSizeLog',
  lblog: 'ldmBucketSizeLog',
  overlapLog: 'overlapSizeLog',
  ovlog: 'overlapSizeLog',
  ldmHashRateLog: 'ldmHashEveryLog',
  lhrlog: 'ldmHashEveryLog',
};

export function readParameters(settings: Settings, text: string | undefined): void {
  if (!text) throw new UsageError('--zstd wants parameters, as in --zstd=wlog=23,strat=5');
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0));
    if (!Object.hasOwn(PARAMETER_NAMES, name)) throw new UsageError(`--zstd does not understand "${part}"`);
    settings.parameters[PARAMETER_NAMES[name]] = sizeOf(`--zstd=${name}`, part.slice(equals + 1));
  }
}
