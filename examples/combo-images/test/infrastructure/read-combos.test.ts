// The list of combos in cdk.json: what it comes down to, and what somebody is told who gets it wrong.
import { describe, expect, it } from 'vitest';
import { readCombos } from '../../lib/read-combos';
import { newApp } from './new-app';

function imagesOf(combos: unknown): string[] {
  return readCombos(newApp(combos)).map(({ images }) => images.join(' '));
}

describe('the list', () => {
  it('has single combos and matrices, in their order', () => {
    const combos = [
      { images: ['python:3.12', 'node:22', 'ruby:3.4'] },
      { matrix: { python: ['3.12', '3.13'], node: ['22', '24'] } },
    ];
    expect(imagesOf(combos)).toEqual([
      'python:3.12 node:22 ruby:3.4',
      'python:3.12 node:22',
      'python:3.12 node:24',
      'python:3.13 node:22',
      'python:3.13 node:24',
    ]);
  });

  it('gives base and variables of an entry to each of its combos', () => {
    const rest = { from: 'buildpack-deps:jammy', environment: { LANG: 'C.UTF-8' } };
    const combos = [{ matrix: { 'eclipse-temurin': ['17', '21'], node: ['22'] }, ...rest }];
    expect(readCombos(newApp(combos))).toEqual([
      { images: ['eclipse-temurin:17', 'node:22'], ...rest },
      { images: ['eclipse-temurin:21', 'node:22'], ...rest },
    ]);
  });

  it('of the project has Python, Ruby and Java, each with Node', () => {
    const found = readCombos(newApp()).map(({ images }) => images.map((image) => image.replace(/:.*/, '')).join(' '));
    const count = (languages: string): number => found.filter((each) => each === languages).length;
    expect(count('python node')).toBe(12);
    expect(count('ruby node')).toBe(9);
    expect(count('eclipse-temurin node')).toBe(6);
    expect(found).toHaveLength(27);
  });
});

describe('mistakes', () => {
  it('are named together, each with its path', () => {
    const combos = [
      'python:3.12 node:22',
      { images: ['python:3.12'] },
      { matrix: { python: [3.1, '3.12'], node: [] } },
      { matrix: { python: ['3.12'] } },
      { images: ['python:3.12', 'node:22'], from: 'debian', enviroment: {} },
      { images: ['python:3.12', 'node:22'], environment: { PORT: 80 } },
      { images: ['python:3.12', 'node:22'], matrix: {} },
    ];
    let error: unknown;
    try {
      imagesOf(combos);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: 'CombosError' });
    expect((error as Error).message.split('\n')).toEqual([
      'The list of combos (context "combos" of cdk.json) has 10 mistakes:',
      '  $.combos[0]: has to be an object with "images" or "matrix".',
      '  $.combos[1].images: has to be a list of two images or more, such as ["python:3.12", "node:22"].',
      '  $.combos[2].matrix.python[0]: 3.1 has to be a tag in quotes, such as "3.10".',
      '  $.combos[2].matrix.node: has to be a list of versions, such as ["3.12", "3.13"].',
      '  $.combos[3].matrix: has to name two images or more with their versions, such as { "python": ["3.12"], ... }.',
      '  $.combos[4].enviroment: is no key of a combo; there are images, matrix, from, environment.',
      '  $.combos[4].from: has to be an image with its tag, such as "debian:bookworm".',
      '  $.combos[5].environment: has to be an object with texts, such as { "LANG": "C.UTF-8" }.',
      '  $.combos[6]: needs one of "images" and "matrix".',
      '  $.combos[5]: makes python:3.12 node:22, which $.combos[4] makes already.',
      'Correct them, then run `npx cdk synth` again.',
    ]);
  });

  it.each([[undefined], [[]], [{}]])('where there is no list: %j', (combos) => {
    expect(() => imagesOf(combos ?? null)).toThrow('$.combos: has to be a list of combos');
  });
});
