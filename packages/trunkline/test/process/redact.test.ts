// The story of secrets in output: masked, wherever the stream is cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASK, Redactor, redact } from '../../src/process/redact.js';

describe('redact', () => {
  it('masks every occurrence', () => {
    expect(redact('a hunter2 b hunter2', ['hunter2'])).toBe(`a ${MASK} b ${MASK}`);
  });

  it('masks a secret that contains another, and overlapping ones, as a whole', () => {
    expect(redact('xx abcdef yy', ['abc', 'abcdef'])).toBe(`xx ${MASK} yy`);
    expect(redact('xx abcdef yy', ['abcd', 'cdef'])).toBe(`xx ${MASK} yy`);
  });

  it('masks the lines of a secret of several lines', () => {
    const secret = '-----BEGIN KEY-----\nMIIEowIBAAKC\n-----END KEY-----';
    expect(redact('line: MIIEowIBAAKC', [secret])).toBe(`line: ${MASK}`);
  });

  it('takes a secret for a text, not for a pattern', () => {
    expect(redact('a.c abc', ['a.c'])).toBe(`${MASK} abc`);
  });

  it('leaves empty and very short values alone', () => {
    expect(redact('a1b', ['', '1'])).toBe('a1b');
  });
});

describe('Redactor', () => {
  const stream = (chunks: readonly (Buffer | string)[], secrets: readonly string[]): string => {
    const redactor = new Redactor(secrets);
    return chunks.map((chunk) => redactor.write(chunk)).join('') + redactor.flush();
  };

  it('masks a secret that is split over chunks', () => {
    expect(stream(['my hun', 'te', 'r2!'], ['hunter2'])).toBe(`my ${MASK}!`);
  });

  it('gives back the beginning of a secret that turns out to be none', () => {
    expect(stream(['my hun', 'ger'], ['hunter2'])).toBe('my hunger');
  });

  it('keeps characters whole that are split over chunks', () => {
    const bytes = Buffer.from('€ hunter€2');
    expect(stream([bytes.subarray(0, 1), bytes.subarray(1, 11), bytes.subarray(11)], ['hunter€2'])).toBe(`€ ${MASK}`);
  });

  it('comes to the same however the stream is cut, and never shows a secret', () => {
    const piece = fc.constantFrom('a', 'b', 'ab', 'ba', '\n', 'aab', 'x');
    const secret = fc
      .array(fc.constantFrom('a', 'b'), { minLength: 3, maxLength: 6 })
      .map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(piece), fc.array(secret, { minLength: 1, maxLength: 3 }), (pieces, secrets) => {
        const whole = redact(pieces.join(''), secrets);
        expect(stream(pieces, secrets)).toBe(whole);
        for (const one of secrets) expect(whole).not.toContain(one);
      }),
    );
  });
});
