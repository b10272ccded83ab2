// The table of short addresses, as context `redirects` of cdk.json has it.
import type { Construct } from 'constructs';

/** What a task's environment variables may come to is far more; a table as long as this is a mistake all the same. */
const LONGEST = 16_384;

/**
 * Reads the table. What it says is checked by the service itself, which refuses to start with one that is wrong, and by
 * the project's tests; here only that it is one.
 *
 * @throws an error named `ServiceConfigError` that says what is wrong
 */
export function readRedirects(scope: Construct): Record<string, string> {
  const table: unknown = scope.node.tryGetContext('redirects') ?? {};
  const isTable = typeof table === 'object' && table !== null && !Array.isArray(table);
  const wrong = isTable ? Object.entries(table).filter(([, target]) => typeof target !== 'string') : [];
  const problems = [
    ...(isTable ? [] : ['it is no object; it looks like {"/docs": "https://example.org/docs"}']),
    ...wrong.map(([path]) => `the target of ${JSON.stringify(path)} is no text`),
    ...(JSON.stringify(table).length > LONGEST ? [`it is longer than ${String(LONGEST)} characters`] : []),
  ];
  if (problems.length > 0) {
    const error = new Error(
      `Context "redirects" of cdk.json: ${problems.join('; ')}. Correct it, then run \`npx cdk synth\` again.`,
    );
    error.name = 'ServiceConfigError';
    throw error;
  }
  return table as Record<string, string>;
}
