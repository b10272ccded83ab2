// Makes a stack use the CDK bootstrap stacks that the configuration names.
import { DefaultStackSynthesizer, type StackProps } from 'aws-cdk-lib';

/**
 * The synthesizer of a stack of ours, to go before the stack's own properties: one that it is given counts.
 *
 * @param qualifier that of the bootstrap stacks; without one the stack has the synthesizer of its app
 */
export function qualifiedSynthesizer(qualifier: string | undefined): Pick<StackProps, 'synthesizer'> {
  return qualifier === undefined ? {} : { synthesizer: new DefaultStackSynthesizer({ qualifier }) };
}
