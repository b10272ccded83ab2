// Laws that the intrinsics keep for any input.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../../src/assembly/intrinsics/evaluate.js';
import { references } from '../../../src/assembly/intrinsics/references.js';
import type { TemplateValue } from '../../../src/model/template.js';
import { fixedScope } from './fixed-scope.js';

const scope = fixedScope();
const word = fc.stringMatching(/^[a-z0-9.:/]{0,8}$/);

test('what was joined splits into the same parts', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (parts) => {
      expect(evaluate({ 'Fn::Split': ['|', { 'Fn::Join': ['|', parts] }] }, scope)).toEqual(parts);
    }),
  );
});

test('Sub is Join of its literal and variable parts', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word)), (pairs) => {
      const text = pairs.map(([literal], index) => `${literal}\${v${index}}`).join('');
      const variables = Object.fromEntries(pairs.map(([, value], index) => [`v${index}`, value]));
      expect(evaluate({ 'Fn::Sub': [text, variables] }, scope)).toBe(pairs.flat().join(''));
    }),
  );
});

test('text in ${!...} comes through Sub untouched', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9.]{1,12}$/), (name) => {
      expect(evaluate({ 'Fn::Sub': `\${!${name}}` }, scope)).toBe(`\${${name}}`);
    }),
  );
});

test('blocks of Cidr lie inside their network, in order, side by side', () => {
  const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const inputs = fc
    .record({ mask: fc.integer({ min: 8, max: 28 }), address: fc.ipV4(), bits: fc.integer({ min: 1, max: 12 }) })
    .filter(({ mask, bits }) => bits <= 32 - mask)
    .chain((base) =>
      fc.record({
        base: fc.constant(base),
        count: fc.integer({ min: 1, max: Math.min(256, 2 ** (32 - base.mask - base.bits)) }),
      }),
    );
  fc.assert(
    fc.property(inputs, ({ base: { mask, address, bits }, count }) => {
      const blocks = evaluate({ 'Fn::Cidr': [`${address}/${mask}`, count, bits] }, scope) as string[];
      const size = 2 ** (32 - mask);
      const first = Math.floor(toNumber(address) / size) * size;
      expect(blocks).toHaveLength(count);
      blocks.forEach((block, index) => {
        const [start = '', blockMask] = block.split('/');
        expect(Number(blockMask)).toBe(32 - bits);
        expect(toNumber(start)).toBe(first + index * 2 ** bits);
      });
      expect(count * 2 ** bits).toBeLessThanOrEqual(size);
    }),
  );
});

test('plain data evaluates to itself and depends on nothing', () => {
  const plain = fc
    .jsonValue({ maxDepth: 4 })
    .filter((value) => !/"(Ref|Fn::[^"]*)":|resolve:/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(plain, (value) => {
      expect(JSON.stringify(evaluate(value as TemplateValue, scope))).toBe(JSON.stringify(value));
      expect(references(value as TemplateValue)).toEqual([]);
    }),
  );
});

test('whatever a value needs is among its references', () => {
  const id = fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,5}$/);
  const value: fc.Arbitrary<TemplateValue> = fc.letrec<{ value: TemplateValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      word,
      id.map((Ref) => ({ Ref })),
      id.map((name) => ({ 'Fn::GetAtt': [name, 'Arn'] })),
      id.map((name) => ({ 'Fn::Sub': `x-\${${name}}-\${${name}.Arn}-\${AWS::Region}` })),
      fc.array(tie('value'), { maxLength: 3 }).map((list) => ({ 'Fn::Length': list })),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(value, (template) => {
      const asked = new Set<string>();
      const recording = {
        ...fixedScope(),
        ref: (name: string) => (asked.add(name), 'x'),
        getAtt: (name: string) => (asked.add(name), 'x'),
      };
      evaluate(template, recording);
      expect(new Set(references(template))).toEqual(asked);
    }),
  );
});
