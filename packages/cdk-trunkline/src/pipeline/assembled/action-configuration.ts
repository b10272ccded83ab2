// What a built pipeline configures its actions with, and whether it is short enough.
import { Annotations, Stack } from 'aws-cdk-lib';
import type { CfnPipeline, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { renderedStages } from '../executions/rendered-pipeline';

/**
 * The longest value, in characters, that the documentation allows. Source: CodePipeline API Reference,
 * ActionDeclaration; User Guide, Quotas.
 */
const DOCUMENTED_LENGTH = 1000;

/**
 * The longest value, in characters, that the service allows. unsure: known from an error message of the service alone,
 * which hashicorp/terraform-provider-aws#41023 of January 2025 quotes.
 */
const OBSERVED_LENGTH = 50_000;

/** One value of an action's configuration. */
export interface ConfigurationValue {
  /** The action with its stage, such as `Dev/IntegrationTests`. */
  readonly action: string;
  readonly key: string;
  /** A string, or an intrinsic function. */
  readonly value: unknown;
}

/** Every value that the actions of a pipeline are configured with, as the template will have it. */
export function configurationValues(pipeline: Pipeline): ConfigurationValue[] {
  return renderedStages(pipeline).flatMap(({ name, actions }) =>
    (actions as readonly CfnPipeline.ActionDeclarationProperty[]).flatMap((action) =>
      Object.entries((action.configuration ?? {}) as Record<string, unknown>).map(([key, value]) => ({
        action: `${name}/${action.name}`,
        key,
        value,
      })),
    ),
  );
}

/**
 * Warns of values that are longer than AWS documents, and reports an error for those that no message of the service
 * ever allowed. The outputs of `testEnvironment` and its like all end in one value.
 */
export function checkLengths(pipeline: Pipeline, values: readonly ConfigurationValue[]): void {
  const longer = (min: number, max: number): string[] =>
    values
      .map(({ action, key, value }) => ({ place: `${action}: ${key}`, length: lengthOf(value) }))
      .filter(({ length }) => length > min && length <= max)
      .map(({ place, length }) => `${place} has ${String(length)} characters`);
  const annotations = Annotations.of(Stack.of(pipeline));
  const refused = longer(OBSERVED_LENGTH, Infinity);
  if (refused.length > 0) {
    annotations.addError(
      `These values of action configurations are longer than the ${String(OBSERVED_LENGTH)} characters that ` +
        `CodePipeline takes: ${refused.join(', ')}. ${REMEDY}`,
    );
  }
  const doubtful = longer(DOCUMENTED_LENGTH, OBSERVED_LENGTH);
  if (doubtful.length > 0) {
    annotations.addWarningV2(
      'cdk-trunkline:actionConfigurationLength',
      `These values of action configurations are longer than the ${String(DOCUMENTED_LENGTH)} characters that AWS ` +
        `documents, and CodePipeline may refuse the pipeline: ${doubtful.join(', ')}. ${REMEDY}`,
    );
  }
}

const REMEDY =
  'Return fewer outputs from the hook behind the step: testEnvironment (integration tests), ' +
  'acceptanceTestEnvironment (acceptance tests) or imageEnvironment (images).';

/** Of an intrinsic function, the texts in it: at least as long is what it becomes. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + lengthOf(each), 0);
  if (typeof value === 'object' && value !== null && 'Fn::Join' in value) return lengthOf(value['Fn::Join']);
  return 0;
}
