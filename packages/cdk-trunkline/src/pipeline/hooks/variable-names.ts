// Names of environment variables in what hooks return: a shell cannot read others, nor can the configuration have them.
import { VARIABLE } from '../../config/build-patterns';

const PATTERN = new RegExp(VARIABLE.pattern ?? '', 'u');

/** What is wrong with a variable's name, to go after "a variable that"; `undefined` where it is right. */
export function variableProblem(name: string): string | undefined {
  const refusal = VARIABLE.refuse?.(name);
  if (refusal !== undefined) return `is called ${JSON.stringify(name)}, which ${refusal}`;
  if (PATTERN.test(name)) return undefined;
  return `is called ${JSON.stringify(name)}, which is no ${VARIABLE.what}; ${VARIABLE.hint ?? ''}.`;
}
