// Texts of templates that were read before, for the few whose line numbers a message wants.
import { readFileSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Assembly } from '../model/assembly.js';
import { isInside } from './containment.js';

/** Gives a template's text by its path in the assembly; `undefined` where it cannot be read any more. */
export type TemplateText = (assembly: Assembly, templateFile: string) => string | undefined;

/**
 * Reads a text when it is asked for. To hold every text from the start would double the memory of an assembly for a line
 * or two. Only templates of the assembly's own stacks are read, and none that lies outside of its folder.
 */
export const templateText: TemplateText = ({ directory, stacks }, templateFile) => {
  if (!stacks.some((stack) => stack.templateFile === templateFile)) return undefined;
  try {
    const path = realpathSync(resolve(directory, templateFile));
    return isInside(realpathSync(directory), path) ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
};
