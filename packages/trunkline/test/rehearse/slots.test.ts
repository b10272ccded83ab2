// Places for builds: never more holders than places, and every waiter gets its turn.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slots } from '../../src/rehearse/slots.js';

describe('slots', () => {
  it('lets at most that many in at once, and everyone in the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 20 }), async (places, holders) => {
        const take = slots(places);
        let inside = 0;
        let most = 0;
        let done = 0;
        await Promise.all(
          Array.from({ length: holders }, async () => {
            const release = await take();
            most = Math.max(most, ++inside);
            await Promise.resolve();
            inside -= 1;
            done += 1;
            release();
          }),
        );
        expect(most).toBeLessThanOrEqual(places);
        expect(done).toBe(holders);
      }),
    );
  });
});
