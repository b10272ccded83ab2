// Reads WWW-Authenticate: what a registry wants to see before it answers (RFC 9110, section 11.6.1).

/** One way to authenticate. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** By names in lower case: `realm`, `service`, `scope`. */
  readonly parameters: Readonly<Record<string, string>>;
}

const TOKEN = String.raw`[!#$%&'*+.^_\x60|~0-9A-Za-z-]+`;
const PARAMETER = new RegExp(String.raw`^(${TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(${TOKEN}))`);
const SCHEME = new RegExp(String.raw`^(${TOKEN})(?:\s+|$|(?=,))`);

/** All challenges of a header, in its order; several headers arrive joined by commas. What cannot be read ends it. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let rest = header.trim();
  while (rest !== '') {
    const current = challenges.at(-1);
    const parameter = PARAMETER.exec(rest);
    const match = parameter ?? SCHEME.exec(rest);
    if (!match) break;
    if (parameter) {
      if (!current) break;
      const [, name = '', quoted, bare = ''] = parameter;
      current.parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? bare;
    } else challenges.push({ scheme: (match[1] ?? '').toLowerCase(), parameters: {} });
    rest = rest.slice(match[0].length).replace(/^[\s,]+/, '');
  }
  return challenges;
}
