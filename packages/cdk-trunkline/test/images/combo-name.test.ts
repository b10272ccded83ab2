// What a combo is called. The command calls it the same: this table stands in its tests too, packages/trunkline/test/combo/,
// letter for letter.
import { describe, expect, test } from 'vitest';
import { comboName, imageProblems } from '../../src/images/combo-name';

/** Images, and the name and tag that they make; `undefined` is refused by both. */
const CASES: readonly (readonly [images: readonly string[], name: string | undefined])[] = [
  [['python:3.12', 'node:22'], 'python_node:3.12_22'],
  [['node:22', 'python:3.12'], 'node_python:22_3.12'],
  [['ruby:3.4', 'node:24', 'golang:1.25'], 'ruby_node_golang:3.4_24_1.25'],
  [['eclipse-temurin:21-jdk', 'node:22'], 'eclipse-temurin_node:21-jdk_22'],
  [['python:3.12-slim-bookworm', 'node:lts'], 'python_node:3.12-slim-bookworm_lts'],
  [['my.tool:V1_a', 'my_tool:2'], 'my.tool_my-tool:V1_a_2'],
  [['python:3.12', 'tool:1@https://example.org/a/Dockerfile?ref=main'], 'python_tool:3.12_1'],
  [['python', 'node:22'], undefined],
  [['python:', 'node:22'], undefined],
  [[':3.12', 'node:22'], undefined],
  [['Python:3.12', 'node:22'], undefined],
  [['-python:3.12', 'node:22'], undefined],
  [['python-:3.12', 'node:22'], undefined],
  [['python:.3', 'node:22'], undefined],
  [['python:3.12 --push', 'node:22'], undefined],
  [['python:3.12\n', 'node:22'], undefined],
  [['python:3.12@', 'node:22'], undefined],
  [[`python:3.12@sha256:${'0'.repeat(64)}`, 'node:22'], undefined],
  [[`python:${'3'.repeat(129)}`, 'node:22'], undefined],
  [['python:3.12', `node:${'2'.repeat(127)}`], undefined],
  [['python:3.12', 'python:3.13'], undefined],
  [['python:3.12'], undefined],
];

describe('the command and the construct name a combo alike', () => {
  test.each(CASES)('%j: %s', (images, name) => {
    const problems = imageProblems(images);
    if (name === undefined) {
      expect(problems).not.toEqual([]);
      return;
    }
    expect(problems).toEqual([]);
    const made = comboName(images);
    expect(`${made.name}:${made.tag}`).toBe(name);
  });
});

describe('the construct refuses what the command takes', () => {
  test.each([
    ['names that ECR does not have', ['python:3.12', 'my__tool:1@https://example.org/Dockerfile']],
    ['images of other registries', ['python:3.12', 'ghcr.io/acme/tool:1@https://example.org/Dockerfile']],
    ['files, which no build has', ['python:3.12', 'tool:1@./Dockerfile']],
    ['addresses without TLS', ['python:3.12', 'tool:1@http://example.org/Dockerfile']],
  ])('%s', (_which, images) => {
    expect(imageProblems(images)).not.toEqual([]);
  });
});

test('an address with a password is refused, and not repeated', () => {
  const secret = 'tool:1@https://user:hidden@example.org/Dockerfile';
  expect(imageProblems(['python:3.12', secret])).toEqual([
    'images: "tool:1" takes its Dockerfile from an address with a user or a password, which the configuration of the ' +
      'build would show; give one without.',
  ]);
  expect(imageProblems(['python:3.12', 'tool:1@https:///hidden@example.org/Dockerfile']).join()).not.toContain(
    'hidden',
  );
  // An @ in the path is none of the user's.
  expect(imageProblems(['python:3.12', 'tool:1@https://example.org/@scope/Dockerfile'])).toEqual([]);
});
