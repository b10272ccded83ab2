// Finds the line on which a value of a JSON text begins, without parsing the text as a whole.

/** A step into a JSON value: a key of an object, or an index of a list. */
export type Step = string | number;

/** An open object or list on the way to the wanted value. */
interface Frame {
  readonly kind: '{' | '[';
  /** How many steps of the path lead here; `undefined` off the path. */
  readonly depth: number | undefined;
  index: number;
  key: string | undefined;
}

/**
 * The line, counted from 1, of the value that a path leads to; of the last one on the way that the text has, where it
 * does not go on (an intrinsic function stands there, for example). For an object's value it is the line of its key.
 * `undefined` where not even the first step is there. The text may be no JSON; it is read as far as it is.
 */
export function lineOfPath(text: string, path: readonly Step[]): number | undefined {
  const offset = offsetOfPath(text, path);
  return offset === undefined ? undefined : lineAt(text, offset);
}

/** `Policies[0].PolicyDocument` in steps. */
export function stepsOf(text: string): Step[] {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key = '']) =>
    index === undefined ? key : Number(index),
  );
}

function offsetOfPath(text: string, path: readonly Step[]): number | undefined {
  const open: Frame[] = [];
  let found: number | undefined;
  let reached = 0;
  let keyAt = 0;
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    const frame = open.at(-1);
    if (mark === '"') {
      const end = endOfString(text, at);
      if (frame?.kind === '{' && frame.key === undefined) {
        frame.key = text.slice(at + 1, end);
        keyAt = at;
      } else if (enters(frame, path)) return frame?.kind === '[' ? at : keyAt;
      at = end;
    } else if (mark === '{' || mark === '[') {
      const onPath = open.length === 0 || enters(frame, path);
      const depth = open.length === 0 ? 0 : onPath ? (frame?.depth ?? 0) + 1 : undefined;
      if (depth !== undefined && depth > reached) {
        reached = depth;
        found = frame?.kind === '[' ? at : keyAt;
        if (depth === path.length) return found;
      }
      open.push({ kind: mark, depth, index: 0, key: undefined });
    } else if (mark === '}' || mark === ']') {
      open.pop();
      // Once the way is left behind nothing better comes.
      if (frame?.depth !== undefined && frame.depth === reached && reached > 0) return found;
    } else if (mark === ',') {
      if (frame !== undefined) {
        frame.index++;
        frame.key = undefined;
      }
    } else if (mark !== ':' && mark !== undefined && !/\s/.test(mark) && enters(frame, path)) {
      return frame?.kind === '[' ? at : keyAt;
    }
  }
  return found;
}

/** Whether the value that begins now in a frame is the path's next step. */
function enters(frame: Frame | undefined, path: readonly Step[]): boolean {
  if (frame?.depth === undefined || frame.depth >= path.length) return false;
  const step = path[frame.depth];
  return frame.kind === '[' ? step === frame.index : frame.key !== undefined && String(step) === unescaped(frame.key);
}

function unescaped(key: string): string {
  if (!key.includes('\\')) return key;
  try {
    return JSON.parse(`"${key}"`) as string;
  } catch {
    return key;
  }
}

/** The offset of the quote that ends the string, or of the text's end. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return end;
  }
  return text.length;
}

/** The line, counted from 1, of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
