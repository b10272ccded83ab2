// A payload of the tests: what a function in TypeScript runs, bundled at synth.
import { list } from './list.js';

export function handler(): { statusCode: number; body: string } {
  return { statusCode: 200, body: JSON.stringify(list()) };
}
