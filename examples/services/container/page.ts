// The page that the website shows; pure.

/** The ids of the reports among the keys of a bucket. */
export function reportIds(keys: readonly string[]): string[] {
  return keys.flatMap((key) => /^reports\/([0-9a-f-]{36})\.json$/.exec(key)?.[1] ?? []).sort();
}

/** The page's HTML. The ids were matched against their pattern, so none needs escaping. */
export function page(ids: readonly string[]): string {
  const items = ids.map((id) => `<li>${id}</li>`).join('');
  return `<!doctype html><html lang="en"><title>Reports</title><h1>Reports</h1><ul>${items}</ul></html>`;
}
