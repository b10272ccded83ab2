// Unit and scenario tests of the packages, and the examples' tests that need no deployed stage.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { 'cdk-trunkline': fileURLToPath(new URL('packages/cdk-trunkline/src/index.ts', import.meta.url)) },
  },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['packages/*/test/**/*.test.ts', 'lint/**/*.test.ts'],
          // Loading aws-cdk-lib anew for each file takes longer than the tests. Files share a process, so what one changes
          // of it (environment variables, mocks) it has to put back.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'examples',
          // As each project runs its own tests.
          include: ['examples/*/test/{infrastructure,lambda,site}/**/*.test.ts'],
        },
      },
    ],
  },
});
