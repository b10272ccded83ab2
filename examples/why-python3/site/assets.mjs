// The page's assets, under names that change with their content, so that browsers may keep them for ever.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where each asset goes in the built site: `style.css` to `assets/style.0a1b2c3d4e.css`.
 *
 * @param {string} folder
 * @returns {Map<string, string>}
 */
export function hashedAssets(folder) {
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => {
        const hash = createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex')
          .slice(0, 10);
        return [name, `assets/${name.replace(/(?=\.[^.]+$)/, `.${hash}`)}`];
      }),
  );
}
