export { installPolyfill, type StreamHost } from './api/polyfill';
