// One combo, as the list in cdk.json comes down to.

/** A combined image that is to be kept. */
export interface Combo {
  /** Such as `['python:3.12', 'node:22']`. */
  readonly images: string[];
  /** The base of all, where the images do not agree on one. */
  readonly from?: string;
  /** What settles that two images set one variable to different values. */
  readonly environment?: Record<string, string>;
}

/** The names of the images alone, such as `['python', 'node']`. */
export function languagesOf({ images }: Combo): string[] {
  return images.map((image) => image.slice(0, image.indexOf(':')));
}

/** What it is called, such as `python_node:3.12_22`. */
export function nameOf(combo: Combo): string {
  const tags = combo.images.map((image) => image.slice(image.indexOf(':') + 1).replace(/@.*$/s, ''));
  return `${languagesOf(combo).join('_')}:${tags.join('_')}`;
}

/** What all names of its projects begin with, which is how the acceptance tests are let look at these and no others. */
export const PROJECT_PREFIX = 'combo-images-';

/** The CodeBuild project that builds it, such as `combo-images-python_node-3-12_22`: names of projects have no dots. */
export function projectOf(combo: Combo): string {
  return `${PROJECT_PREFIX}${nameOf(combo).replace(/[^A-Za-z0-9_-]/g, '-')}`;
}

/** The stack that all combos are in. */
export const STACK_NAME = 'combo-images';
