// Quotes a text for a shell.

/** A text as one word of a POSIX shell, in which nothing has a meaning. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
