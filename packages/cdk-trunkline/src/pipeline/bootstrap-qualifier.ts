// Makes a pipeline's stack, and the stages in it, use the CDK bootstrap stacks that the configuration names.
import { BOOTSTRAP_QUALIFIER_CONTEXT, type Stack } from 'aws-cdk-lib';

/**
 * Sets the qualifier for everything that is created in a pipeline's stack.
 *
 * @param stack the pipeline's stack, before there is anything in it
 * @param qualifier the configuration's
 * @throws where the app's context, or the synthesizer that the stack was given, has another
 */
export function useQualifier(stack: Stack, qualifier: string | undefined): void {
  if (qualifier === undefined) return;
  const inContext = stack.node.tryGetContext(BOOTSTRAP_QUALIFIER_CONTEXT) as unknown;
  if (inContext !== undefined && inContext !== qualifier) {
    throw new Error(
      `Pipeline stack ${stack.node.path}: the app's context "${BOOTSTRAP_QUALIFIER_CONTEXT}" is "${String(inContext)}", ` +
        `and $.config.bootstrap_qualifier is "${qualifier}". Take one of the two away, then run \`npx cdk synth\` again.`,
    );
  }
  const problem = differentQualifier(stack, qualifier);
  if (problem !== undefined) throw new Error(`Pipeline stack ${stack.node.path}: ${problem}`);
  stack.node.setContext(BOOTSTRAP_QUALIFIER_CONTEXT, qualifier);
}

/** What is wrong where a stack was given a synthesizer with another qualifier. */
export function differentQualifier(stack: Stack, qualifier: string | undefined): string | undefined {
  const given = stack.synthesizer.bootstrapQualifier;
  if (qualifier === undefined || given === undefined || given === qualifier) return undefined;
  return (
    `the synthesizer has the bootstrap qualifier "${given}", and $.config.bootstrap_qualifier is "${qualifier}". Leave ` +
    'the synthesizer out, or take the qualifier out of the configuration.'
  );
}
