// How the patterns answer cdk-nag where a finding is meant to be; without cdk-nag it is a line of metadata.
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What cdk-nag finds where a statement is about all resources, because the action knows none. */
export const ANY_RESOURCE = 'AwsSolutions-IAM5[Resource::*]';

/** Acknowledges findings of a construct and of all below it, so that it is given the narrowest one there is. */
export function acknowledge(construct: IConstruct, reason: string, ...ids: string[]): void {
  for (const id of ids) Validations.of(construct).acknowledge({ id, reason });
}
