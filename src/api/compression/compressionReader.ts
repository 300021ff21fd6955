import { QueueReader } from '../pieces/queueReader';

/** Reads what a source's content compresses to; see {@link ZstdCompressor.streamReader}. */
export class ZstdCompressionReader extends QueueReader {}
