/**
 * Properties that only the inside knows: the build gives them short names, which is 130 bytes of the decoder's gzip.
 * test/package/internalNames.test.ts sees to it that none is used of the platform's (`Atomics.load`, `Object.assign`) and none is imported
 * with a namespace (`import * as spare`): esbuild renames the use of it, not the namespace's key.
 */
export const INTERNAL_NAMES: ReadonlySet<string> = new Set(
  `
  absorb acc acrossFrames allow announce atEnd attach backward baselines bases beat begin begun bucketLog buffers build buildCodes busy capacity changes
  check checkEnd checksums choose claim collect collectLazily commit compressPending compression consumed content contentAt continued copies copyIndex count
  countPending countTests counts createBinaryTree createCountBytes createDoubleFast createExecute createFast createFseEncodingTables createGatherSequences
  createHuffmanDecoder createLazy createLiteralsEncoder createMature createOptimal createSequencesEncoder crew cut cutter decodeBlock decodeFour decodeOne
  decoder deltaBits deltaState depth dictionaries digest digestLow32 digests distributions drain drop encodeFour encodeOne encoder ended ends engine entropy
  errand expect expected failed failures families finder finished forDecoder forEncoder forMessages forget forward found frame fruitless full gather give
  groupSize handOut hash hashRateLog header headerSize heads held history huffmanLengths hungry idle inPlace index ingest ingested input items iterate jobs
  joined kind last lastBeats layout ldm leaves left lengths lent limit litLength litLengthCodes litLengths literal literalCompression literals llCode
  loadDictionary logs longMatches lose magicless matchLength matchLengthCodes matchLengths measure missing mlCode mode most moveTo narrow nextNumber
  nextOffsets normalized note numbers offBase offer offsetCodes offsets operation operations origin outBytes outEnd outcome output overlap parents passOn
  passed passes peek pending perform phase pool positions produced progress put queue raw readDictionaryTables rebase receive refresh registers release
  remainder repeatOffsets reserve reset restart restore returnRead room run running scanPending search secondTable settings settle share shared single sizes
  skipTo slots snapshot source sources spares splitLeaves stage startBlock startFrame starts states step stepwise stop strategy streaming submit symbols
  table tables tags take takeBack taken target task testFrom testSize tidyAt touch trailer trainCount uncoverAll update vacate view weights wide windowEnd
  windowInUse withinWindow words writeHeader writeTrailer
`
    .trim()
    .split(/\s+/),
);
