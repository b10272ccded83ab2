// What stands at a path, for readers to whom nothing there and nothing that may be looked at are the same.
import { statSync, type Stats } from 'node:fs';

/** Undefined where nothing is there, or it may not be looked at. */
export function fileInfo(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
