// Writes the known part of a checked configuration anew, as props or as JSON.
import type { Spelling } from './mistakes';
import { spell, type Place } from './place';
import type { Shape } from './shapes';

/** What a place holds of keys in the table, with these spelt another way; names that the user chose stay. */
export function respell(place: Place, shape: Shape, spelling: Spelling): unknown {
  switch (shape.kind) {
    case 'object':
      return Object.fromEntries(
        shape.keys
          .filter((key) => place.key(key.name).isThere)
          .map((key) => [spell(key.name, spelling), respell(place.key(key.name), key.shape, spelling)]),
      );
    case 'map': {
      const fixed = shape.fixed ?? [];
      return Object.fromEntries(
        place.names.map((name) => {
          const own = fixed.find((key) => place.spelt(key.name) === name);
          return [
            own === undefined ? name : spell(own.name, spelling),
            respell(place.entry(name), own?.shape ?? shape.of, spelling),
          ];
        }),
      );
    }
    case 'list':
      return place.elements.map((each) => respell(each, shape.of, spelling));
    case 'either':
      return respell(place, Array.isArray(place.value) ? shape.list : shape.text, spelling);
    default:
      return place.value;
  }
}
