// Words what zod found wrong, one line for each mistake, with the path of the value.
import type { ZodError } from 'zod';

/** `artifacts.Main.properties.templateFile: Invalid input: expected string, received number`. */
export function describeIssues(error: ZodError, prefix = ''): string[] {
  return error.issues.map((issue) => {
    const path = issue.path.reduce<string>((text, key) => text + step(key, text), prefix);
    return path === '' ? issue.message : `${path}: ${issue.message}`;
  });
}

function step(key: PropertyKey, before: string): string {
  if (typeof key === 'number') return `[${key}]`;
  return before === '' ? String(key) : `.${String(key)}`;
}
