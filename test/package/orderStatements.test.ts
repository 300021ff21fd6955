import { describe, expect, it } from 'vitest';
import { orderStatements } from '../../tools/orderStatements';

/** A function of some length, whose text depends on `word`. */
const body = (name: string, word: string) => `function ${name}(a, b) { let ${word} = a + b; return ${word} * ${word} - ${word} / a; }`;

describe('the order of a bundle', () => {
  it('puts each function behind what it resembles', () => {
    const ordered = orderStatements(
      [body('first', 'alpha'), body('other', 'omega'), body('third', 'sigma'), body('firstCopy', 'alpha'), body('otherCopy', 'omega')].join(
        '\n',
      ),
    );
    const names = [...ordered.matchAll(/function (\w+)/g)].map(([, name]) => name);
    expect([...names].sort()).toEqual(['first', 'firstCopy', 'other', 'otherCopy', 'third']);
    expect(names.indexOf('firstCopy') - names.indexOf('first')).toBe(1);
    expect(Math.abs(names.indexOf('otherCopy') - names.indexOf('other'))).toBe(1);
  });

  it('leaves imports first, exports last, and what is evaluated in its order', () => {
    const text = `import { x } from 'x';
let late = 1;
function useful(n) { return n + late; }
var made = useful(2);
class Thing { value = made; }
console.log(new Thing().value);
export { Thing, useful };`;
    const lines = orderStatements(text).split('\n');
    expect(lines[0]).toBe("import { x } from 'x';");
    expect(lines.at(-1)).toBe('export { Thing, useful };');
    expect(lines.filter((line) => !line.startsWith('function'))).toEqual(text.split('\n').filter((line) => !line.startsWith('function')));
    expect([...lines].sort()).toEqual(text.split('\n').sort());
  });

  it('is the same for the same text, and stays as it is when it is made again', () => {
    const text = ['alpha', 'omega', 'alpha', 'sigma', 'omega'].map((word, i) => body(`f${i}`, word)).join('\n');
    const ordered = orderStatements(text);
    expect(orderStatements(text)).toBe(ordered);
    expect(orderStatements(ordered)).toBe(ordered);
  });
});
