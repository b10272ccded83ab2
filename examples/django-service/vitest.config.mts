// The project's test runner. Each npm script names the folder of its suite; integration and acceptance tests need
// a deployed stage, so they never run unnamed.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A synthesis takes seconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
