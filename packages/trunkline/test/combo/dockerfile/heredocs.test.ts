// Heredocs become instructions that every builder reads, where that can be; what is left is told to who builds.
import { describe, expect, it } from 'vitest';
import { needsHeredocs } from '../../../src/combo/dockerfile/heredocs.js';
import { needsFrontend } from '../../../src/combo/dockerfile/syntax.js';
import { file, linesOf, PLAIN } from './merge-of.js';

const run = (...lines: string[]): string =>
  linesOf([file(...lines), PLAIN])
    .filter((line) => line.startsWith('RUN'))
    .join('\n');

describe('a heredoc of RUN', () => {
  it('is handed to the shell as one word', () => {
    const lines = ['RUN --mount=type=cache,target=/c <<EOF', 'set -e', 'echo "$A" \\', '  b', 'EOF', 'RUN done'];
    expect(run(...lines)).toBe(
      String.raw`RUN --mount=type=cache,target=/c ["/bin/sh","-c","set -e\necho \"$A\" \\\n  b\n"]` +
        '\nRUN done\nRUN true',
    );
  });

  it('is handed to the shell that SHELL names, also in a stage that grows from another', () => {
    expect(run('SHELL ["/bin/bash", "-ec"]', 'RUN <<EOF', 'a', 'EOF')).toContain(
      String.raw`RUN ["/bin/bash","-ec","a\n"]`,
    );
    const stages =
      'FROM x AS a\nSHELL ["/bin/zsh", "-c"]\nFROM a AS b\nRUN <<E\nq\nE\nFROM base:1\nCOPY --from=b /q /q\n';
    expect(linesOf([stages, PLAIN])).toContain(String.raw`RUN ["/bin/zsh","-c","q\n"]`);
  });

  it('loses its tabs where it says so', () => {
    expect(run('RUN <<-EOF', '\t\ta', '\tEOF')).toContain(String.raw`["/bin/sh","-c","a\n"]`);
  });

  it('that is part of a command stays one, for the shell alone', () => {
    const text = run('RUN python3 <<EOF > /x', 'print(1)', 'EOF');
    const [, , script] = JSON.parse(text.split('\n')[0]?.slice('RUN '.length) ?? '') as string[];
    expect(script).toBe('python3 <<EOF > /x\nprint(1)\nEOF\n');
    // In its plain form parsers of Dockerfiles would look for the end of a heredoc.
    expect(text).not.toContain('<<');
    expect(needsHeredocs(`FROM a\n${text}\nCOPY --from=b /b /b\n`)).toBe(false);
  });

  it('stays where it begins with a program of its own', () => {
    const lines = ['RUN <<EOF', '#!/usr/bin/env python3', 'print(1)', 'EOF'];
    const text = linesOf([file(...lines), PLAIN]).join('\n');
    expect(text).toContain(lines.join('\n'));
    expect(needsHeredocs(text)).toBe(true);
  });
});

it('a heredoc of COPY needs a builder that reads it', () => {
  const text = linesOf([file('COPY <<EOF /etc/x', 'x', 'EOF'), PLAIN]).join('\n');
  expect(needsHeredocs(text)).toBe(true);
  expect(needsFrontend(text)).toBe(true);
  expect(needsHeredocs(PLAIN)).toBe(false);
});
