// What cannot be meant by a request for a combo: names and values that would not stay one word or one line.
import { TrunklineError } from '../model/errors.js';
import type { ComboRequest } from './combo.js';
import { comboName } from './name.js';
import { addressMistake } from './place.js';
import { officialName } from './reference.js';

const NAME = /^[a-z0-9][a-zA-Z0-9._:/-]*$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const LONGEST_TAG = 128;

/** @throws TrunklineError `UsageInvalid` with every mistake */
export function checkRequest(request: ComboRequest): void {
  const mistakes = [...imageMistakes(request.images), ...optionMistakes(request)];
  const [only] = mistakes;
  if (only === undefined) return;
  throw new TrunklineError(
    'UsageInvalid',
    mistakes.length === 1 ? only : 'The combo cannot be made.',
    mistakes.length === 1 ? [] : mistakes,
  );
}

/** What is wrong with the images, each by itself and together. */
export function imageMistakes(images: ComboRequest['images']): string[] {
  const mistakes: string[] = [];
  if (images.length < 2) mistakes.push('A combo has two images or more, such as "python:3.12 node:22".');
  const names = new Set<string>();
  for (const { name, tag, dockerfile = '' } of images) {
    if (!NAME.test(name)) mistakes.push(`"${name}" is not the name of an image.`);
    if (!TAG.test(tag)) mistakes.push(`"${tag}" is not a tag (of ${name}).`);
    const wrongAddress = addressMistake(`the Dockerfile of ${name}:${tag}`, dockerfile);
    if (wrongAddress !== undefined) mistakes.push(wrongAddress);
    const known = officialName(name) ?? name;
    if (names.has(known)) mistakes.push(`${name} is there twice. A combo has one version of each image.`);
    names.add(known);
  }
  const { tag } = comboName(images);
  if (tag.length > LONGEST_TAG && images.every((image) => TAG.test(image.tag))) {
    mistakes.push(
      `The combo's tag has ${String(tag.length)} characters, and a tag has ${String(LONGEST_TAG)} at most: ${tag}. Ask for shorter tags.`,
    );
  }
  return mistakes;
}

/** What is wrong with all the rest. */
export function optionMistakes(request: ComboRequest): string[] {
  const mistakes: string[] = [];
  const { index = '', workdir } = request;
  const wrongIndex = addressMistake('the index', index);
  if (wrongIndex !== undefined) mistakes.push(wrongIndex);
  else if (/[?#]/.test(index))
    mistakes.push('The address of the index has a "?" or "#": names of images go behind it.');
  for (const [name, value] of Object.entries(request.environment ?? {})) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) mistakes.push(`"${name}" is not the name of a variable.`);
    if (hasControl(value)) mistakes.push(`The value of ${name} has a line break or another control character in it.`);
  }
  const words = { from: request.from, user: request.user, registry: request.registry };
  for (const [option, value] of Object.entries(words)) {
    if (value !== undefined && !/^[^\s"'\\$]+$/.test(value))
      mistakes.push(`--${option} "${value}" is not one plain word.`);
  }
  if (workdir !== undefined && (!workdir.startsWith('/') || hasControl(workdir) || /["'\\$]/.test(workdir))) {
    mistakes.push(`--workdir "${workdir}" is not an absolute path without quotes and variables.`);
  }
  return mistakes;
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
