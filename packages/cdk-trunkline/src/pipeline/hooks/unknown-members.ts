// Finds members that nobody would read: a misspelt one would change nothing, without a word.
import { didYouMean } from '../../config/did-you-mean';
import { member, quoted } from '../../config/mistakes';
import type { JsonObject } from '../../config/place';

/**
 * What is wrong with the members of an object that a hook returned, as sentences; empty where nothing is. Of what a Python
 * dict has under a name that jsii does not know, nothing arrives here: such an object is empty.
 *
 * @param object what was returned
 * @param known the members that there are
 * @param path where it stands in the answer; empty where it is the answer
 */
export function unknownMembers(object: JsonObject, known: readonly string[], path = ''): string[] {
  return Object.keys(object)
    .filter((name) => object[name] !== undefined && object[name] !== null && !known.includes(name))
    .map((name) => {
      const near = didYouMean(name, known);
      const members = known.map((each) => quoted(each)).join(', ');
      const remedy = near === undefined ? `there are ${members}.` : `did you mean ${quoted(near)}?`;
      return `returned the unknown member ${path === '' ? quoted(name) : member(path, name)}; ${remedy}`;
    });
}
