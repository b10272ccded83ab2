// Where a Dockerfile is: a file, or an address on the web, whose secrets are told nowhere.

/** Whether this is an address and no path. */
export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/**
 * How a place reads in messages, comments and results: an address without its query, in which tokens stand.
 * `https://example.com/Dockerfile?...`
 */
export function shownPlace(place: string): string {
  if (!isAddress(place) || !URL.canParse(place)) return place;
  const { origin, pathname, search } = new URL(place);
  return `${origin}${pathname}${search === '' ? '' : '?...'}`;
}

/** What is wrong with an address, in words that do not repeat it; undefined when nothing is. */
export function addressMistake(what: string, place: string): string | undefined {
  if (!isAddress(place)) return undefined;
  if (!URL.canParse(place)) return `The address of ${what} is no URL.`;
  const { username, password } = new URL(place);
  if (username === '' && password === '') return undefined;
  return `The address of ${what} has a login in it, which would be told wherever the address is. Download the file, and name that.`;
}
