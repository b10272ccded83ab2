// Combos are called alike by the command and by the construct: cdk-trunkline's test/images/combo-name.test.ts has the same
// cases, since neither package may import the other.
import { expect, test } from 'vitest';
import { readComboRequest } from '../../src/cli/commands/combo-request.js';
import { comboName } from '../../src/combo/name.js';

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

test.each(CASES)('%j: %s', (images, name) => {
  const named = (): string => {
    const combo = comboName(readComboRequest(images, { directory: '.' }).request.images);
    return `${combo.name}:${combo.tag}`;
  };
  if (name === undefined) expect(named).toThrow();
  else expect(named()).toBe(name);
});
