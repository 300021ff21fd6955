export * from './compress';
export * from './decompress';
export * from './streams';
