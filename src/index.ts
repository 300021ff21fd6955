export * from './compress';
export * from './decompress';
