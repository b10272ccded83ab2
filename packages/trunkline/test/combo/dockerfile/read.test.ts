// Dockerfiles are read as builders read them: borders, lines, flags, heredocs, variables.
import { describe, expect, it } from 'vitest';
import { readDockerfile } from '../../../src/combo/dockerfile/read.js';
import { asWord } from '../../../src/combo/dockerfile/value.js';
import { expand, readAssignments, readJsonForm } from '../../../src/combo/dockerfile/words.js';
import { TrunklineError } from '../../../src/model/errors.js';

describe('an instruction', () => {
  it('goes over several lines, with comments and empty ones between them', () => {
    const [stage] = readDockerfile('FROM a\r\nRUN x && \\\r\n# no\r\n\r\n  y \\\r\n  z\r\nrun w\r\n', 'F').stages;
    expect(stage?.instructions.map(({ keyword, argument, line }) => [keyword, argument, line])).toEqual([
      ['RUN', 'x &&   y   z', 2],
      ['RUN', 'w', 7],
    ]);
  });

  it('has flags, and a command that may look like one', () => {
    const [stage] = readDockerfile(
      'FROM a\nRUN --mount=type=cache,target=/x --network=none tool --from=b\n',
      'F',
    ).stages;
    expect(stage?.instructions[0]?.flags.map(({ name }) => name)).toEqual(['mount', 'network']);
    expect(stage?.instructions[0]?.argument).toBe('tool --from=b');
  });

  it('has heredocs, of which a shift and a here-string are none', () => {
    const text =
      'FROM a\nRUN <<A bash && \\\n # c\n cat <<-"B"\n1\nA\n\t2\n\tB\nRUN echo $((1<<2)) <<<x\nADD <<C /c\nC\nUSER u\n';
    const [stage] = readDockerfile(text, 'F').stages;
    expect(stage?.instructions.map(({ heredocs }) => heredocs)).toEqual([
      [
        { opening: '<<A', body: '1\nA' },
        { opening: '<<-"B"', body: '\t2\n\tB' },
      ],
      [],
      [{ opening: '<<C', body: 'C' }],
      [],
    ]);
    expect(stage?.instructions.at(-1)?.line).toBe(12);
  });
});

describe('a file', () => {
  it('has directives, arguments before its first FROM, and stages', () => {
    const file = readDockerfile('# escape=`\n# syntax=x:1\n\nARG A=1\nFROM --platform=p b As Two\nFROM two\n', 'F');
    expect(file).toMatchObject({ escape: '`', syntax: 'x:1' });
    expect(file.globals.map(({ argument }) => argument)).toEqual(['A=1']);
    expect(file.stages.map(({ name, index }) => [name, index])).toEqual([
      ['two', 0],
      [undefined, 1],
    ]);
  });

  it('that is none is refused with every line that is wrong', () => {
    const read = (): unknown => readDockerfile('RUN x\n<html>\n', 'https://x.example/Dockerfile');
    expect(read).toThrow(TrunklineError);
    try {
      read();
    } catch (error) {
      expect((error as TrunklineError).details).toEqual([
        'https://x.example/Dockerfile line 1: RUN stands before the first FROM.',
        'https://x.example/Dockerfile line 2: no instruction is called "<HTML>".',
        'https://x.example/Dockerfile: there is no FROM in it. Is this a Dockerfile?',
      ]);
    }
  });
});

describe('a word', () => {
  const known = new Map([
    ['A', 'one'],
    ['E', ''],
  ]);
  it.each([
    ['$A/${A}x', 'one/onex'],
    ["'$A'", String.raw`\$A`],
    ['"$A b"', 'one b'],
    [String.raw`\$A \"`, String.raw`\$A \"`],
    [String.raw`"a\nb\"c"`, String.raw`a\\nb\"c`],
    ['${E:-x$A}', 'xone'],
    ['${E-x}', ''],
    ['${A:+yes}${E:+no}', 'yes'],
    ['${U:-x}', '${U:-x}'],
    ['$U', '${U}'],
    ['${A%%n*}', '${A%%n*}'],
    ['a$', String.raw`a\$`],
    ['${A:-${U}}', 'one'],
  ])('%s is %s', (raw, expected) => {
    const value = expand(raw, '\\', (name) => {
      const text = known.get(name);
      return text === undefined ? undefined : [{ text }];
    });
    expect(asWord(value)).toBe(expected);
  });
});

describe('assignments', () => {
  it('are in the form with "=", several, quoted', () => {
    expect(readAssignments(`A=1 B="x y" "C D"='z w' E=a\\ b`, '\\')).toEqual([
      { name: 'A', raw: '1' },
      { name: 'B', raw: '"x y"' },
      { name: 'C D', raw: "'z w'" },
      { name: 'E', raw: 'a\\ b' },
    ]);
  });

  it('are in the form without, one, to the end of the line', () => {
    expect(readAssignments('A   x=1 "y"', '\\')).toEqual([{ name: 'A', raw: 'x=1 "y"' }]);
  });
});

it('JSON that is no list of words is the plain form', () => {
  expect(readJsonForm('["a", "b c"]')).toEqual(['a', 'b c']);
  expect(readJsonForm('[ -f x ] && y')).toBeUndefined();
  expect(readJsonForm('[1]')).toBeUndefined();
});
