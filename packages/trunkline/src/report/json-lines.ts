// JSON as a reader wants to copy it: as few lines as a width allows.

/** Room for the brackets and commas that end up on a line. */
const BRACKETS = 5;

/**
 * The lines of a value; each is about `width` wide where no single key or text is wider.
 *
 * @param taken what stands before the first line already, in characters
 */
export function jsonLines(value: unknown, width: number, taken = 0): string[] {
  const whole = oneLine(value);
  if (whole.length + taken <= width || typeof value !== 'object' || value === null) return [whole];
  const parts = partsOf(value);
  if (parts.length === 0) return [whole];
  const room = width - BRACKETS;
  const lines: string[] = [];
  for (const [index, { key, item }] of parts.entries()) {
    const comma = index === parts.length - 1 ? '' : ',';
    const text = `${key}${oneLine(item)}${comma}`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + text.length + (lines.length === 1 ? taken : 0) <= room) {
      lines[lines.length - 1] = `${last} ${text}`;
      continue;
    }
    const before = key.length + (lines.length === 0 ? taken : 0);
    const [first = '', ...rest] = jsonLines(item, room, before);
    lines.push(...[`${key}${first}`, ...rest].map((line, at) => (at === rest.length ? `${line}${comma}` : line)));
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return lines.map((line, index) => {
    const start = index === 0 ? `${open} ` : '  ';
    return `${start}${line}${index === lines.length - 1 ? ` ${close}` : ''}`;
  });
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts = partsOf(value).map(({ key, item }) => `${key}${oneLine(item)}`);
  if (Array.isArray(value)) return `[${parts.join(', ')}]`;
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** What JSON keeps of an object or list, with the keys as they are written. */
function partsOf(value: object): { readonly key: string; readonly item: unknown }[] {
  if (Array.isArray(value)) return (value as readonly unknown[]).map((item) => ({ key: '', item }));
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => ({ key: `${JSON.stringify(key)}: `, item: item as unknown }));
}
