// What stands in for a value whose reading failed: which failures are the template's, and how they are told.
import { TrunklineError } from '../../model/errors.js';

/**
 * Why a value cannot be read, for the failures that a template can cause.
 * @throws the error itself where it is none of the template's
 */
export function failureOf(error: unknown, place: string): string {
  if (error instanceof TrunklineError) return error.message;
  // The stack, or the longest string, is used up: only templates made to that end come here.
  if (error instanceof RangeError) return `${place} is too large to be read`;
  // An object with a `toString` of its own, where an intrinsic function wants a text, does not even become a message.
  if (error instanceof TypeError && error.message.includes('to primitive value'))
    return `${place} has an object where a text belongs`;
  throw error;
}
