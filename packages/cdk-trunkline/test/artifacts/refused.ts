// What an artifact store says where it refuses something.
import { expect } from 'vitest';

/** The message of the `ArtifactStoreError` that an action throws. */
export function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect((error as Error).name).toBe('ArtifactStoreError');
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}
