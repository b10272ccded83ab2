// Plays every story of stories/: drop in a folder with given.json and expected.json to add one.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Given, type Outcome, play } from './scenario.js';

const stories = new URL('stories/', import.meta.url);

function read(story: string, file: string): unknown {
  return JSON.parse(readFileSync(new URL(`${story}/${file}`, stories), 'utf8'));
}

describe('a rehearsal', () => {
  for (const story of readdirSync(stories)) {
    const given = read(story, 'given.json') as Given;
    const expected = read(story, 'expected.json') as Outcome[];
    it(`${story}: ${given.about}`, async () => {
      expect(await play(given, expected)).toEqual(expected);
    });
  }
});
