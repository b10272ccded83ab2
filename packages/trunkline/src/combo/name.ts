// What a combo is called: the names and the tags of its images, joined.
import type { Combo, ComboImageRequest } from './combo.js';
import { shortName } from './reference.js';

/** `python_node` and `3.12_22`. */
export function comboName(images: readonly ComboImageRequest[]): Pick<Combo, 'name' | 'tag'> {
  return {
    name: images.map(({ name }) => shortName(name)).join('_'),
    tag: images.map(({ tag }) => tag).join('_'),
  };
}
