// Unit and scenario tests of the packages, and the examples' tests that need no deployed stage.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { 'cdk-trunkline': fileURLToPath(new URL('packages/cdk-trunkline/src/index.ts', import.meta.url)) },
  },
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'examples/*/test/{infrastructure,lambda}/**/*.test.ts',
      'lint/**/*.test.ts',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
