export * from './compress';
export * from './decompress';
export * from './dictionary';
export * from './streams';
