// What an integration test is told about the stage: its name and place, and the outputs of its stacks.

/** The variables that the pipeline sets for the outputs of the main part. */
export const OUTPUTS = [
  'API_URL',
  'JOB_QUEUE_ARN',
  'MONTHLY_JOB_DEFINITION_ARN',
  'YEARLY_JOB_DEFINITION_ARN',
  'SITE_SERVICE_ARN',
] as const;

const PLACE = ['STAGE_NAME', 'STAGE_ACCOUNT', 'STAGE_REGION'] as const;

/** A variable of the tests. */
export type Variable = (typeof OUTPUTS)[number] | (typeof PLACE)[number];

/**
 * Reads all variables.
 *
 * @throws one error that names every variable that is missing
 */
export function readStage(environment: Readonly<Record<string, string | undefined>>): Record<Variable, string> {
  const names: readonly Variable[] = [...PLACE, ...OUTPUTS];
  const missing = names.filter((name) => !environment[name]);
  if (missing.length > 0) {
    throw new Error(
      `The integration tests miss ${missing.join(', ')} in their environment. The pipeline sets them; to run the ` +
        "tests elsewhere, take the values from the outputs of the stage's stacks (`aws cloudformation describe-stacks`).",
    );
  }
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Variable, string>;
}
