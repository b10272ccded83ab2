// Where the resources of a template's text begin, found in one pass: a large template may have hundreds of findings.
import { endOfString, lineAt, lineOfPath, type Step } from './landscape/json-lines.js';

interface Stretch {
  /** The offset of the resource's key. */
  readonly key: number;
  /** The offset after it: where its value begins. */
  readonly start: number;
  /** The offset of the next one's key, or the text's end. */
  end: number;
}

/** The lines of one text. */
export class TemplateIndex {
  readonly #resources: ReadonlyMap<string, Stretch>;

  public constructor(private readonly text: string) {
    this.#resources = resourcesOf(text);
  }

  /** As `lineOfPath` has it: the line of the last step on the way that the text has. */
  public lineOf(path: readonly Step[]): number | undefined {
    const [section, id, ...inside] = path;
    const found = section === 'Resources' ? this.#resources.get(String(id)) : undefined;
    if (found === undefined) return lineOfPath(this.text, path);
    const own = lineAt(this.text, found.key);
    if (inside.length === 0) return own;
    const line = lineOfPath(this.text.slice(found.start, found.end), inside);
    return line === undefined ? own : lineAt(this.text, found.start) + line - 1;
  }
}

const MARK = /["{}[\]]/g;

function resourcesOf(text: string): Map<string, Stretch> {
  const found = new Map<string, Stretch>();
  let depth = 0;
  let section = '';
  let last: Stretch | undefined;
  MARK.lastIndex = 0;
  while (MARK.test(text)) {
    const at = MARK.lastIndex - 1;
    const mark = text.charCodeAt(at);
    if (mark === 0x22) {
      const end = endOfString(text, at);
      if (depth <= 2 && isKey(text, end + 1)) {
        const name = text.slice(at + 1, end);
        if (depth === 1) section = name;
        else if (section === 'Resources') {
          if (last !== undefined) last.end = at;
          last = { key: at, start: end + 1, end: text.length };
          // Names with escapes are none of CloudFormation's; of two with one name the text's last one counts.
          found.set(name, last);
        }
      }
      MARK.lastIndex = end + 1;
    } else if (mark === 0x7b || mark === 0x5b) {
      depth++;
    } else {
      depth--;
      if (depth === 1 && last !== undefined) {
        last.end = at;
        last = undefined;
      }
    }
  }
  return found;
}

function isKey(text: string, after: number): boolean {
  let at = after;
  while (/\s/.test(text.charAt(at))) at++;
  return text.charAt(at) === ':';
}
