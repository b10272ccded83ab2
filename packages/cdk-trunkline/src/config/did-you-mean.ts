// Finds the key that a misspelt one was probably meant to be.

/**
 * The one of some keys that a name is closest to: the same but for case, dashes and underscores, or a slip of the keyboard
 * away, and two in a key of more than six letters; none in a very short one.
 */
export function didYouMean(name: string, keys: readonly string[]): string | undefined {
  const near = keys
    .map((key) => ({ key, slips: slips(plain(name), plain(key)) }))
    .filter(({ key, slips }) => slips <= allowed(plain(key).length))
    .sort((one, other) => one.slips - other.slips);
  return near[0]?.key;
}

function plain(key: string): string {
  return key.replaceAll(/[-_\s]/g, '').toLowerCase();
}

function allowed(length: number): number {
  if (length < 3) return 0;
  return length <= 6 ? 1 : 2;
}

/** How many letters were left out, added, changed, or swapped with the next one (optimal string alignment). */
function slips(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 2) return Infinity;
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + changed);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return last[other.length] ?? Infinity;
}
