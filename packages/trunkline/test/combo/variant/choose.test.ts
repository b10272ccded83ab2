// The release that all images can stand on: the newest of the family that most of them stand on by themselves.
import { describe, expect, it } from 'vitest';
import { chooseRelease } from '../../../src/combo/variant/choose.js';
import type { Choice } from '../../../src/combo/variant/choose.js';
import { releaseText } from '../../../src/combo/variant/release.js';
import { readTag } from '../../../src/combo/variant/tag.js';

/** An image by its variants; the first is the usual one. */
function image(...tags: string[]): Choice<string> {
  return {
    image: tags[0] ?? '',
    usual: tags[0] ?? '',
    variants: tags.map((variant) => ({ variant, release: readTag(variant).release })),
  };
}

function chosen(...choices: Choice<string>[]): readonly string[] | undefined {
  const found = chooseRelease(choices);
  return found === undefined ? undefined : [releaseText(found.release), ...found.variants];
}

describe('the release', () => {
  it('is the newest that all have, also where none has it by itself', () => {
    const python = image('3-trixie', '3-bullseye', '3-bookworm');
    const node = image('22-bullseye', '22-bookworm', '22-buster');
    expect(chosen(python, node)).toEqual(['debian bookworm', '3-bookworm', '22-bookworm']);
  });

  it('is of the family that most images stand on by themselves', () => {
    const alpine = image('1-alpine3.22', '1-trixie', '1-alpine3.9');
    expect(chosen(alpine, image('2-alpine3.22', '2-trixie'))?.[0]).toBe('alpine 3.22');
    expect(chosen(alpine, image('2-trixie', '2-alpine3.22'), image('3-trixie', '3-alpine3.22'))?.[0]).toBe(
      'debian trixie',
    );
  });

  it('is of Debian before Ubuntu before Alpine where that is even', () => {
    expect(chosen(image('1-alpine3.22', '1-trixie'), image('2-trixie', '2-alpine3.22'))?.[0]).toBe('debian trixie');
    expect(chosen(image('1-alpine3.22', '1-noble'), image('2-noble', '2-alpine3.22'))?.[0]).toBe('ubuntu noble');
  });

  it('is the newest Alpine by number, not by letter', () => {
    expect(chosen(image('1-alpine3.9', '1-alpine3.22'), image('2-alpine3.9', '2-alpine3.22'))?.[0]).toBe('alpine 3.22');
  });

  it('is none where nothing is common, or nothing is known', () => {
    expect(chosen(image('1-trixie'), image('2-noble'))).toBeUndefined();
    expect(chosen(image('1'), image('2'))).toBeUndefined();
    expect(chosen(image('1-alpine'), image('2-alpine'))).toBeUndefined();
  });
});
