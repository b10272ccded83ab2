// Values with variables in them: what is known of a word of a Dockerfile before it is built.

/** A stretch of known text, or a variable whose value only the build knows. */
export type Piece = { readonly text: string } | { readonly variable: string; readonly written: string };

/** A word: known text and unknown variables, in order. */
export type Value = readonly Piece[];

/** What a variable holds; undefined when that is not known. */
export type Lookup = (name: string) => Value | undefined;

/** The text of a value without unknown variables. */
export function knownText(value: Value): string | undefined {
  return value.every((piece) => 'text' in piece)
    ? value.map((piece) => ('text' in piece ? piece.text : '')).join('')
    : undefined;
}

/** Whether a value is built from this variable's former one, as in `PATH=/opt/bin:$PATH`. */
export function refersTo(value: Value, name: string): boolean {
  return value.some((piece) => 'variable' in piece && piece.variable === name);
}

/** A value as a word of a Dockerfile whose escape character is the backslash. */
export function asWord(value: Value): string {
  return value
    .map((piece) => ('text' in piece ? piece.text.replace(/["'\\$]/g, String.raw`\$&`) : piece.written))
    .join('');
}

/** A value between double quotes, as ENV and LABEL take it. */
export function asQuoted(value: Value): string {
  return `"${value.map((piece) => ('text' in piece ? piece.text.replace(/["\\$]/g, String.raw`\$&`) : piece.written)).join('')}"`;
}

// Characters of the private use area stand for variables while a path is worked on as plain text.
const FIRST_MARK = 0xe000;

/** Works on a value as if it were plain text: each variable is one character there. */
export function withText(value: Value, work: (text: string) => string): Value {
  const variables = value.filter((piece) => 'variable' in piece);
  let next = 0;
  const marked = value
    .map((piece) => ('text' in piece ? piece.text : String.fromCharCode(FIRST_MARK + next++)))
    .join('');
  const pieces: Piece[] = [];
  for (const part of work(marked).split(/([\uE000-\uF8FF])/)) {
    const variable = part.length === 1 ? variables[part.charCodeAt(0) - FIRST_MARK] : undefined;
    if (variable !== undefined) pieces.push(variable);
    else if (part !== '') pieces.push({ text: part });
  }
  return pieces;
}
