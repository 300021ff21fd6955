export type { BytesLike } from './api/common/bytes';
export type { DictionaryData } from './api/common/dictionarySource';
export { dictionaryId, ZstdCompressionDict } from './api/dictionary/compressionDict';
export { compressDcz, decompressDcz } from './api/dictionary/dictionaryTransport';
export { type TrainingOptions, trainDictionary } from './api/dictionary/trainDictionary';
export type { TrainingProgress } from './dictionary/train';
export { DICT_MODE_AUTO, DICT_MODE_FULLDICT, DICT_MODE_RAWCONTENT } from './format/constants';
export { ZstdError, type ZstdErrorCode } from './format/errors';
