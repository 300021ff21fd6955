export { installPolyfill, type StreamHost } from './api/streams/polyfill';
