export * from './compress';
export * from './decompress';
// Everything of `purezstd/dictionary` but the transport's helpers: few need them, and SHA-256 is a kilobyte.
export {
  DICT_MODE_AUTO,
  DICT_MODE_FULLDICT,
  DICT_MODE_RAWCONTENT,
  type DictionaryData,
  dictionaryId,
  type TrainingOptions,
  type TrainingProgress,
  trainDictionary,
  ZstdCompressionDict,
} from './dictionary';
export * from './streams';
