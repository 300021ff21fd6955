export type { BytesLike } from './api/bytes';
export { dictionaryId, ZstdCompressionDict } from './api/compressionDict';
export type { DictionaryData } from './api/dictionarySource';
export { compressDcz, decompressDcz } from './api/dictionaryTransport';
export { type TrainingOptions, trainDictionary } from './api/trainDictionary';
export type { TrainingProgress } from './dictionary/train';
export { DICT_MODE_AUTO, DICT_MODE_FULLDICT, DICT_MODE_RAWCONTENT } from './format/constants';
export { ZstdError, type ZstdErrorCode } from './format/errors';
