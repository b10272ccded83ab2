// Masks secrets in text, also where a secret is split over the chunks of a stream.
import { StringDecoder } from 'node:string_decoder';

/** What stands in place of a secret. */
export const MASK = '***';

/** Values shorter than this are left alone: masking every `1` would make a log unreadable and hide nothing. */
const SHORTEST_SECRET = 3;

/** A secret of several lines is printed line by line by many tools: each longer line is masked by itself, too. */
const SHORTEST_SECRET_LINE = 8;

/** Every text to mask, longest first. */
function needlesOf(secrets: Iterable<string>): readonly string[] {
  const needles = new Set<string>();
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET) needles.add(secret);
    if (!secret.includes('\n')) continue;
    for (const line of secret.split(/\r?\n/)) if (line.length >= SHORTEST_SECRET_LINE) needles.add(line);
  }
  return [...needles].sort((a, b) => b.length - a.length);
}

/** The places of all needles, overlapping ones merged, in order. */
function placesOf(text: string, needles: readonly string[]): [start: number, end: number][] {
  const places: [number, number][] = [];
  for (const needle of needles) {
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
      places.push([at, at + needle.length]);
    }
  }
  places.sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const place of places) {
    const last = merged.at(-1);
    if (last !== undefined && place[0] < last[1]) last[1] = Math.max(last[1], place[1]);
    else merged.push(place);
  }
  return merged;
}

function mask(text: string, places: readonly (readonly [number, number])[]): string {
  let masked = '';
  let from = 0;
  for (const [start, end] of places) {
    masked += text.slice(from, start) + MASK;
    from = end;
  }
  return masked + text.slice(from);
}

/** The text with every secret masked. Secrets of one or two characters are left alone. */
export function redact(text: string, secrets: Iterable<string>): string {
  return mask(text, placesOf(text, needlesOf(secrets)));
}

/** Masks a stream of output. Text that may be the beginning of a secret is held back until it is known. */
export class Redactor {
  readonly #needles: readonly string[];
  readonly #decoder = new StringDecoder('utf8');
  #held = '';

  public constructor(secrets: Iterable<string>) {
    this.#needles = needlesOf(secrets);
  }

  /** Whether there is anything to mask; where not, output may bypass the redactor. */
  public get idle(): boolean {
    return this.#needles.length === 0;
  }

  /** Takes the next chunk and returns what may be shown by now. */
  public write(chunk: Buffer | string): string {
    const text = this.#held + (typeof chunk === 'string' ? chunk : this.#decoder.write(chunk));
    const places = placesOf(text, this.#needles);
    let holdFrom = this.#firstPossibleBeginning(text);
    // A secret that reaches into the held part may go on growing: it is held as a whole.
    const reaching = places.find(([, end]) => end > holdFrom);
    if (reaching !== undefined) holdFrom = Math.min(holdFrom, reaching[0]);
    this.#held = text.slice(holdFrom);
    return mask(
      text.slice(0, holdFrom),
      places.filter(([, end]) => end <= holdFrom),
    );
  }

  /** Returns what was held back; the stream has ended, or its reader cannot wait. */
  public flush(): string {
    const text = this.#held + this.#decoder.end();
    this.#held = '';
    return mask(text, placesOf(text, this.#needles));
  }

  #firstPossibleBeginning(text: string): number {
    const longest = this.#needles[0]?.length ?? 0;
    for (let from = Math.max(0, text.length - longest + 1); from < text.length; from++) {
      const tail = text.slice(from);
      if (this.#needles.some((needle) => needle.length > tail.length && needle.startsWith(tail))) return from;
    }
    return text.length;
  }
}
