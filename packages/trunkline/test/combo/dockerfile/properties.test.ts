// What holds for every combination, whatever the Dockerfiles are.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DockerfileText, Instruction } from '../../../src/combo/dockerfile/instruction.js';
import { readDockerfile } from '../../../src/combo/dockerfile/read.js';
import { asQuoted, asWord, knownText } from '../../../src/combo/dockerfile/value.js';
import { expand, splitQuoted } from '../../../src/combo/dockerfile/words.js';
import { mergeOf } from './merge-of.js';

const name = fc.constantFrom('A', 'B', 'PATH', 'LANG');
const path = fc.constantFrom('/opt/x/', '/usr/local/bin/', 'sub/', './', '/srv/y', '$A/z', '/opt/$B');
const source = fc.constantFrom('a.sh', 'dir/b', 'lib-*', 'd/', '.', 'x.tar.gz', 'https://x.example/a');
const instruction = fc.oneof(
  fc
    .tuple(name, fc.constantFrom('1', '"two words"', '/opt/bin:$PATH', "'q'", '${A:-x}'))
    .map(([a, b]) => `ENV ${a}=${b}`),
  fc.tuple(name, fc.constantFrom('1 2', '$B/bin')).map(([a, b]) => `ENV ${a} ${b}`),
  fc.tuple(name, fc.constantFrom('', '=1', '="a b"')).map(([a, b]) => `ARG ${a}${b}`),
  fc.tuple(fc.array(source, { minLength: 1, maxLength: 3 }), path).map(([from, to]) => `COPY ${from.join(' ')} ${to}`),
  fc.tuple(source, path).map(([from, to]) => `ADD --chown=1:1 ${from} \\\n  # comment\n  ${to}`),
  fc.tuple(source, path).map((words) => `COPY ${JSON.stringify(words)}`),
  path.map((to) => `COPY <<EOF ${to}f\nCMD ["no"]\nEOF`),
  fc.constantFrom(
    'CMD ["x"]',
    'ENTRYPOINT x',
    'HEALTHCHECK CMD x',
    'STOPSIGNAL 9',
    'USER app',
    'USER root',
    'WORKDIR /srv',
    'WORKDIR rel',
    'SHELL ["/bin/bash", "-c"]',
    'RUN one && \\\n# comment\n\n  two',
    'RUN <<EOF bash\nENTRYPOINT x\nEOF',
    'COPY --from=build /o /o',
    'RUN --mount=type=bind,from=build,source=/s,target=/t make',
    'VOLUME /data',
    'LABEL a=1 b="c d"',
    'EXPOSE 80',
    'ONBUILD CMD x',
    'ONBUILD RUN y',
  ),
);
const helper = fc.array(fc.constantFrom('RUN make', 'ENV A=9', 'CMD x', 'COPY --from=busybox /b /b'), { maxLength: 3 });
const dockerfile = fc
  .tuple(helper, fc.array(instruction, { maxLength: 8 }))
  .map(([build, lines]) => ['FROM golang:1 AS build', ...build, 'FROM base:1', ...lines, ''].join('\n'));
const several = fc.array(dockerfile, { minLength: 2, maxLength: 3 });
const SETTLED = { user: 'root', workdir: '/', environment: { A: '1', B: '2', PATH: '/bin', LANG: 'C' } };

function stagesOf(text: string): DockerfileText['stages'] {
  return readDockerfile(text, 'combo').stages;
}

describe('any combination', () => {
  it('is the same each time, and names the file and line of whatever is in its way', () => {
    fc.assert(
      fc.property(several, (files) => {
        const merged = mergeOf(files, SETTLED);
        expect(mergeOf(files, SETTLED)).toEqual(merged);
        for (const mistake of merged.mistakes) expect(mistake).toMatch(/\b[A-C] line \d+\b/);
      }),
    );
  });

  it('parses again: one FROM of the base, at the end; no process; nothing from a build context; no stage unknown', () => {
    fc.assert(
      fc.property(several, (files) => {
        const { dockerfile: text, mistakes } = mergeOf(files, SETTLED);
        fc.pre(mistakes.length === 0);
        const stages = stagesOf(text);
        expect(stages.filter(({ from }) => from.argument === 'base:1')).toEqual([stages.at(-1)]);
        const all = stages.flatMap(({ instructions }) => instructions);
        expect(all.filter(({ keyword }) => /^(?:CMD|ENTRYPOINT|HEALTHCHECK|STOPSIGNAL)$/.test(keyword))).toEqual([]);
        expect(all.filter(({ keyword, argument }) => keyword === 'ONBUILD' && /^CMD/.test(argument))).toEqual([]);
        expect(all.filter(readsContext)).toEqual([]);
        const names = new Set(stages.map((stage) => stage.name));
        expect(names.size).toBe(stages.length);
        for (const { flags } of all) {
          const from = flags.find((flag) => flag.name === 'from')?.value ?? '';
          expect(['', 'a:1', 'b:1', 'c:1', 'busybox'].includes(from) || names.has(from)).toBe(true);
        }
      }),
    );
  });

  it('begins each part as its own file begins: root, in /, with the usual shell', () => {
    fc.assert(
      fc.property(several, (files) => {
        const { dockerfile: text, mistakes } = mergeOf(files, SETTLED);
        fc.pre(mistakes.length === 0);
        const last = stagesOf(text).at(-1);
        const starts = text.split('\n').flatMap((line, index) => (/^# [a-c]:1: /.test(line) ? [index + 1] : []));
        for (const start of starts) expect(stateBefore(last?.instructions ?? [], start)).toEqual(['root', '/', 'sh']);
        expect(stateBefore(last?.instructions ?? [], Infinity)).toEqual(['root', '/', 'sh']);
      }),
    );
  });

  it('has the settled values at its end', () => {
    fc.assert(
      fc.property(several, fc.string({ unit: 'grapheme-ascii' }), (files, value) => {
        const { dockerfile: text } = mergeOf(files, { ...SETTLED, environment: { A: value } });
        const line = text.split('\n').findLast((each) => each.startsWith('ENV A=')) ?? '';
        expect(knownText(expand(line.slice('ENV A='.length), '\\', () => undefined))).toBe(value);
      }),
    );
  });
});

describe('any text', () => {
  it('stays what it is when it is written as a word or between quotes, and read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const value = [{ text }];
        const unset = (): undefined => undefined;
        expect(knownText(expand(asWord(value), '\\', unset))).toBe(text);
        expect(knownText(expand(asQuoted(value), '\\', unset))).toBe(text);
        expect(splitQuoted(`A=${asQuoted(value)}`, '\\')).toEqual([`A=${asQuoted(value)}`]);
      }),
    );
  });
});

function readsContext({ keyword, flags, argument }: Instruction): boolean {
  if (keyword !== 'COPY' && keyword !== 'ADD') return false;
  return !flags.some((flag) => flag.name === 'from') && !argument.startsWith('<<') && !argument.startsWith('https://');
}

/** User, folder and shell for the first instruction of the part whose comment stands in this line. */
function stateBefore(instructions: readonly Instruction[], start: number): string[] {
  let [user, folder, shell] = ['root', '/', 'sh'];
  for (const { keyword, argument, line } of instructions) {
    // The lines right after the comment may belong to the change from part to part.
    const resets = /^(?:USER root|WORKDIR \/|SHELL \["\/bin\/sh", "-c"\])$/.test(`${keyword} ${argument}`);
    if (line > start && !resets) break;
    if (keyword === 'USER') user = argument;
    if (keyword === 'WORKDIR') folder = argument.startsWith('/') ? argument : `${folder}/${argument}`;
    if (keyword === 'SHELL') shell = argument.includes('bash') ? 'bash' : 'sh';
  }
  return [user, folder, shell];
}
