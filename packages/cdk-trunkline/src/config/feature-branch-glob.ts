// Which branches a pattern means, in the glob syntax of CodePipeline's triggers.
//
// Source: CodePipeline User Guide, "Working with glob patterns in syntax": `*` within a component, `**` across slashes, `?`
// one character, `[a-c]` and `[!a-c]`, `{one,other}`, and `\` before a character that is to mean itself.

/** What is wrong with a pattern, if anything. */
export function globProblem(pattern: string): string | undefined {
  const compiled = compile(pattern);
  return compiled instanceof RegExp ? undefined : `${JSON.stringify(pattern)} is no pattern: ${compiled}.`;
}

/** Whether a pattern means a branch. */
export function matchesGlob(pattern: string, branch: string): boolean {
  const compiled = compile(pattern);
  return compiled instanceof RegExp && compiled.test(branch);
}

/** A branch as a pattern that means it alone. A comma has a meaning in braces alone, which have none any more. */
export function literalGlob(branch: string): string {
  return branch.replaceAll(/[*?[\]{}\\!]/g, String.raw`\$&`);
}

/** A regular expression, or what is wrong. */
function compile(pattern: string): RegExp | string {
  const characters = [...pattern];
  let source = '';
  let inGroup = false;
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? '';
    if (character === '*') {
      const across = characters[i + 1] === '*';
      source += across ? '.*' : '[^/]*';
      if (across) i++;
    } else if (character === '?') {
      source += '[^/]';
    } else if (character === '\\') {
      const next = characters[++i];
      if (next === undefined) return 'it ends in a backslash';
      source += literal(next);
    } else if (character === '[') {
      // The first character may be a bracket that is meant.
      const end = characters.indexOf(']', i + (characters[i + 1] === '!' ? 3 : 2));
      const set = end < 0 ? undefined : setOf(characters.slice(i + 1, end));
      if (set === undefined) return 'a "[" has no "]", or the characters in between are no range';
      source += set;
      i = end;
    } else if (character === '{') {
      if (inGroup) return 'a "{" stands inside of another one';
      inGroup = true;
      source += '(?:';
    } else if (character === '}' && inGroup) {
      inGroup = false;
      source += ')';
    } else if (character === ',' && inGroup) {
      source += '|';
    } else {
      source += literal(character);
    }
  }
  return inGroup ? 'a "{" has no "}"' : new RegExp(`^${source}$`, 'su');
}

/** A slash is in no set. */
function setOf(characters: readonly string[]): string | undefined {
  const negated = characters[0] === '!';
  const members = characters.slice(negated ? 1 : 0);
  let source = '';
  for (let i = 0; i < members.length; i++) {
    const [from = '', dash, to] = members.slice(i, i + 3);
    if (dash === '-' && to !== undefined) {
      if ((from.codePointAt(0) ?? 0) > (to.codePointAt(0) ?? 0)) return undefined;
      source += `${literal(from)}-${literal(to)}`;
      i += 2;
    } else {
      source += literal(from);
    }
  }
  return `(?!/)[${negated ? '^' : ''}${source}]`;
}

/** By its number, so that nothing of it has a meaning. */
function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
