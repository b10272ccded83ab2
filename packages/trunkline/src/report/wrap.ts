// Text in lines that fit a terminal.

/** Where nobody says how wide the terminal is, as in a pipe. */
export const DEFAULT_WIDTH = 100;

const NARROWEST = 50;
const WIDEST = 120;

/** How wide text for a stream is to be: the terminal's width within reason. */
export function terminalWidth(stream: { readonly isTTY?: boolean; readonly columns?: number }): number {
  const { columns } = stream;
  return stream.isTTY && columns !== undefined && columns > 0 ? reasonable(columns) : DEFAULT_WIDTH;
}

/** Lines that are longer than a reader's eye can follow help nobody, nor do those of three words. */
export function reasonable(width: number): number {
  return Math.min(Math.max(width, NARROWEST), WIDEST);
}

/** The lines of a text, broken between words; a word that is wider stays whole, so that it can be copied. */
export function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => filled(paragraph.split(' '), width));
}

/** Words in as few lines as they fit into; none is broken, whatever is in it. */
export function filled(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
