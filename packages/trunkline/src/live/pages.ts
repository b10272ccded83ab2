// Lists that AWS gives in pages.
import type { Answer } from './calls.js';

/** A page, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Absent at the last page. */
  readonly next?: string;
}

/** No list here is longer; it ends a service that never stops. */
const MOST_PAGES = 100;

/** All items of a list. */
export async function allPages<Output, T>(
  ask: (marker: string | undefined) => Promise<Answer<Output>>,
  pageOf: (output: Output) => Page<T>,
): Promise<Answer<readonly T[]>> {
  const items: T[] = [];
  let marker: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask(marker);
    if (answer.kind !== 'answer') return answer;
    const { items: more, next } = pageOf(answer.output);
    items.push(...more);
    if (next === undefined) return { kind: 'answer', output: items };
    marker = next;
  }
  return { kind: 'unread', why: `a list has more than ${MOST_PAGES} pages` };
}
