import { Decompress, decompress as decompressLikeFzstd } from '../../../src/fzstd';
import { installPolyfill } from '../../../src/polyfill';
import { configureWorkers } from '../../../src/workers';
import { callback, object, unused, whole } from '../../helpers/badArguments';
import { joined } from '../../helpers/content';
import { bytesRow, content, frame, optionRows, type Row, row } from './table';

const pushed = (chunk: never, final: never): Uint8Array => {
  const parts: Uint8Array[] = [];
  new Decompress((part) => parts.push(part)).push(chunk, final);
  return joined(parts);
};

export const rows: Row[] = [
  bytesRow('fzstd.decompress dat', frame, (data) => decompressLikeFzstd(data)),
  row(
    'fzstd.decompress buf',
    object(() => [undefined, new Uint8Array(content.length)], undefined),
    (buf) => decompressLikeFzstd(frame, buf),
  ),
  row('new fzstd.Decompress ondata', { wrong: callback(undefined).wrong, right: () => [undefined, () => undefined] }, (ondata) =>
    new Decompress(ondata).push(frame, true),
  ),
  bytesRow('Decompress.push chunk', frame, (chunk) => pushed(chunk, true as never)),
  // As in fzstd: whatever is true is true.
  row('Decompress.push final', unused, (final) => pushed(frame as never, final)),

  row(
    'installPolyfill host',
    {
      wrong: [null, 5, 'text', true, Symbol('host')].map((value) => [value, 'TypeError'] as const),
      right: () => [undefined, {}, () => undefined],
    },
    (host) => installPolyfill(host)(),
  ),
  // What there is of them that is no class is replaced.
  ...['CompressionStream', 'DecompressionStream'].map((name) =>
    row(`installPolyfill host.${name}`, unused, (given) => installPolyfill({ [name]: given })()),
  ),

  ...optionRows('configureWorkers', (given) => configureWorkers(given), { idleTime: whole(0, 2 ** 31 - 1) }),
  row(
    'configureWorkers options.create',
    callback(undefined, () => ({})),
    (create) => configureWorkers({ create }),
  ),
  row(
    'configureWorkers options.url',
    {
      wrong: [5, null, true, {}, []].map((value) => [value, 'TypeError'] as const),
      right: () => [undefined, './worker.js', new URL('file:///worker.js')],
    },
    (url) => configureWorkers({ url }),
  ),
];
