// Finds where a text stops being JSON: JSON.parse tells the place only sometimes, and differs between Node versions.

const TOKEN =
  /[ \t\r\n]*(?:("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([{}[\],:]))/y;

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing';

/** A place in a text, both counted from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
  /** True where the text is JSON so far and only ends too early. */
  readonly cutOff: boolean;
}

/** The place of the first mistake of a text that is no JSON; undefined where the text is JSON. */
export function findJsonMistake(text: string): TextPosition | undefined {
  const offset = mistakeOffset(text);
  if (offset === undefined) return undefined;
  const rest = text.slice(offset);
  const mistake = offset + (rest.length - rest.trimStart().length);
  const before = text.slice(0, mistake).split('\n');
  // An unfinished string, number or word at the very end is a cut too.
  const cutOff = mistake >= text.length || /^(?:"(?:[^"\\\n]|\\.?)*|[-+.\w]+)$/.test(text.slice(mistake));
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, cutOff };
}

function mistakeOffset(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let offset = 0;
  const afterValue = (): Expected => (open.length === 0 ? 'nothing' : 'comma-or-end');
  for (;;) {
    if (expected === 'nothing' && text.slice(offset).trim() === '') return undefined;
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (!match) return offset;
    const [, string, word, mark] = match;
    if (expected === 'key' || expected === 'key-or-end') {
      if (string !== undefined) expected = 'colon';
      else if (mark === '}' && expected === 'key-or-end') expected = (open.pop(), afterValue());
      else return offset;
    } else if (expected === 'colon') {
      if (mark !== ':') return offset;
      expected = 'value';
    } else if (expected === 'comma-or-end') {
      const inObject = open.at(-1) === '{';
      if (mark === ',') expected = inObject ? 'key' : 'value';
      else if (mark === (inObject ? '}' : ']')) expected = (open.pop(), afterValue());
      else return offset;
    } else if (expected === 'nothing') return offset;
    else if (string !== undefined || word !== undefined) expected = afterValue();
    else if (mark === '{') expected = (open.push('{'), 'key-or-end');
    else if (mark === '[') expected = (open.push('['), 'value-or-end');
    else if (mark === ']' && expected === 'value-or-end') expected = (open.pop(), afterValue());
    else return offset;
    offset = TOKEN.lastIndex;
  }
}
