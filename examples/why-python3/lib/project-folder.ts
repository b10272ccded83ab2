// Where the project is.
import { join } from 'node:path';

/** The project's folder, both for the sources in `lib/` and for the bundle in `build/`. */
export const PROJECT_FOLDER = join(__dirname, '..');
