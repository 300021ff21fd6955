import { type CompressionParametersOptions, DEFAULT_COMPRESSION_LEVEL } from '../index';

/** What the command does with each of its files. */
export type Action = 'compress' | 'decompress' | 'test' | 'list' | 'train' | 'help' | 'version';

/** What `--train…` asks for; see `trainDictionary`. */
export interface Training {
  algorithm: 'fastcover' | 'cover';
  /** Bytes of the dictionary at the most. */
  dictSize: number;
  /** 0: derived from the content. */
  dictId: number;
  k?: number;
  d?: number;
  f?: number;
  steps?: number;
  accel?: number;
  splitPoint?: number;
  shrink?: number;
}

type Parameters = Required<CompressionParametersOptions>;
/** The options of `CompressionParameters` that are numbers. */
export type ParameterName = { [name in keyof Parameters]: Parameters[name] extends number ? name : never }[keyof Parameters];

/** A command line, understood. */
export interface Settings {
  action: Action;
  files: string[];
  /** Files that hold names of more files, one in each line. */
  fileLists: string[];
  /** Compression level, 1 to 22 or negative. */
  level: number;
  /** Measures instead of writing. */
  bench: boolean;
  /** Last level of a benchmark, and how many seconds each takes. */
  lastLevel: number;
  seconds: number;
  ultra: boolean;
  /** Where all output goes: a file's name, `-` for standard output, or undefined for a name made from each input's. */
  output: string | undefined;
  /** Folders for all results that have no other place: by their own names, or by the paths of their sources, which count for more. */
  flatFolder: string | undefined;
  mirrorRoot: string | undefined;
  force: boolean;
  /** Leaves what is no frame as it is; undefined: only on standard output, and when forced. */
  passThrough: boolean | undefined;
  removeSource: boolean;
  recursive: boolean;
  /** Leaves out files whose names say that they are compressed. */
  excludeCompressed: boolean;
  check: boolean;
  contentSize: boolean;
  dictionary: string | undefined;
  /** Bytes of content of each frame of a file for random access; undefined for one frame. */
  frameSize: number | undefined;
  /** Threads that compress; 0 for none beside the one that reads and writes, negative for one per processor. */
  threads: number;
  /** Bytes that a thread compresses at a time, or of the samples that files are cut into; 0: by the window, and a file is a sample. */
  blockSize: number;
  /** Window of long-distance matching, log2; undefined for compression without it. */
  longLog: number | undefined;
  /** Whether literals must be compressed, or must not; undefined: by level and parameters, which nothing else can change. */
  compressLiterals: boolean | undefined;
  /** Parameters that are given one by one. */
  parameters: Partial<Record<ParameterName, number>>;
  /** Bytes that standard input will give: exactly, and about; 0 for nobody knows. */
  streamSize: number | undefined;
  sizeHint: number;
  /** A file that matches may refer to, for this run only. */
  patchFrom: string | undefined;
  writeDictId: boolean;
  training: Training;
  /** Largest window accepted when decompressing, in bytes. */
  maxWindowSize: number | undefined;
  /** 0 silent, 1 errors, 2 normal, 3 and more talkative. */
  verbosity: number;
  /** undefined: when standard error is a terminal. */
  progress: boolean | undefined;
  /** What was understood otherwise than written, for the user to know. */
  notes: string[];
}

/** What an empty command line means. */
export const defaultSettings = (): Settings => ({
  action: 'compress',
  files: [],
  fileLists: [],
  level: DEFAULT_COMPRESSION_LEVEL,
  bench: false,
  lastLevel: Number.NaN,
  seconds: 3,
  ultra: false,
  output: undefined,
  flatFolder: undefined,
  mirrorRoot: undefined,
  force: false,
  passThrough: undefined,
  removeSource: false,
  recursive: false,
  excludeCompressed: false,
  check: true,
  contentSize: true,
  dictionary: undefined,
  frameSize: undefined,
  threads: 0,
  blockSize: 0,
  longLog: undefined,
  compressLiterals: undefined,
  parameters: {},
  streamSize: undefined,
  sizeHint: 0,
  patchFrom: undefined,
  writeDictId: true,
  training: { algorithm: 'fastcover', dictSize: 112_640, dictId: 0 },
  maxWindowSize: undefined,
  verbosity: 2,
  progress: undefined,
  notes: [],
});
