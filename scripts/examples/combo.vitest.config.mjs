// The tests of `trunkline combo` that need docker-registry and buildah.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/trunkline/test/combo/real/**/*.real.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
