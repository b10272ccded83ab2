// Splits and expands the words of instructions by the builders' rules: quotes, the escape character, variables.
import { knownText } from './value.js';
import type { Lookup, Piece, Value } from './value.js';

/** A name with its value, as `ENV`, `LABEL` and `ARG` have them. */
export interface Assignment {
  readonly name: string;
  /** as written, with its quotes */
  readonly raw: string;
}

/** Words apart at white space, but not within quotes: the rule of `ENV`, `LABEL` and `ARG`. */
export function splitQuoted(text: string, escape: string): string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote === '' && /\s/.test(char)) {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    if (char === escape && quote !== "'" && at + 1 < text.length) {
      word += char + text.charAt(at + 1);
      at += 1;
      continue;
    }
    if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
    word += char;
  }
  if (word !== '') words.push(word);
  return words;
}

/** The assignments of an `ENV` or `LABEL`, in both forms: `ENV A=1 B=2` and `ENV A 1 2`. */
export function readAssignments(text: string, escape: string): Assignment[] {
  const words = splitQuoted(text, escape);
  const first = words[0];
  if (first === undefined) return [];
  if (!first.includes('=')) return [{ name: first, raw: text.slice(text.indexOf(first) + first.length).trim() }];
  return words.map((word) => {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    return { name: name.replace(/^(["'])(.*)\1$/, '$2'), raw: equals < 0 ? '' : word.slice(equals + 1) };
  });
}

/** The words of an instruction in JSON form; undefined when it is not in that form. */
export function readJsonForm(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (Array.isArray(parsed) && parsed.every((word) => typeof word === 'string')) return parsed;
  } catch {
    // Builders take such a text for the plain form.
  }
  return undefined;
}

/** Removes quotes and puts in what is known of the variables. */
export function expand(raw: string, escape: string, lookup: Lookup): Value {
  const pieces: Piece[] = [];
  const say = (text: string): void => {
    const last = pieces.at(-1);
    if (last !== undefined && 'text' in last) pieces[pieces.length - 1] = { text: last.text + text };
    else pieces.push({ text });
  };
  const add = (value: Value): void => {
    for (const piece of value)
      if ('text' in piece) say(piece.text);
      else pieces.push(piece);
  };
  let quote = '';
  let at = 0;
  while (at < raw.length) {
    const char = raw.charAt(at);
    const next = raw.charAt(at + 1);
    if (quote === "'") {
      if (char === "'") quote = '';
      else say(char);
    } else if (char === escape && at + 1 < raw.length) {
      // Within double quotes the escape character is one only before these three.
      if (quote === '"' && next !== '"' && next !== '$' && next !== escape) say(char);
      say(next);
      at += 1;
    } else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === '$') {
      const variable = readVariable(raw.slice(at), escape, lookup);
      add(variable.value);
      at += variable.length;
      continue;
    } else say(char);
    at += 1;
  }
  return pieces;
}

function readVariable(text: string, escape: string, lookup: Lookup): { value: Value; length: number } {
  const plain = /^\$([A-Za-z_][A-Za-z0-9_]*|[0-9@*#])/.exec(text);
  if (plain?.[1] !== undefined) {
    const name = plain[1];
    return { value: lookup(name) ?? [{ variable: name, written: `\${${name}}` }], length: plain[0].length };
  }
  const braced = /^\$\{([A-Za-z_][A-Za-z0-9_]*)/.exec(text);
  const end = closingBrace(text, escape);
  if (braced?.[1] === undefined || end < 0) return { value: [{ text: '$' }], length: 1 };
  const name = braced[1];
  const written = text.slice(0, end + 1);
  const modifier = text.slice(braced[0].length, end);
  const unknown: Value = [{ variable: name, written }];
  return { value: modify(lookup(name), modifier, unknown, escape, lookup), length: written.length };
}

function modify(value: Value | undefined, modifier: string, unknown: Value, escape: string, lookup: Lookup): Value {
  if (modifier === '') return value ?? unknown;
  const known = value === undefined ? undefined : knownText(value);
  const match = /^(:?)([-+])([^]*)$/.exec(modifier);
  // ${x#pattern} and the like are left to the builder; so is a default for a variable that the base may have set.
  if (known === undefined || value === undefined || match === null) return unknown;
  const there = match[1] === '' || known !== '';
  if (match[2] === '-') return there ? value : expand(match[3] ?? '', escape, lookup);
  return there ? expand(match[3] ?? '', escape, lookup) : [];
}

function closingBrace(text: string, escape: string): number {
  let depth = 0;
  for (let at = 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === escape) at += 1;
    else if (char === '{') depth += 1;
    else if (char === '}' && --depth === 0) return at;
  }
  return -1;
}
