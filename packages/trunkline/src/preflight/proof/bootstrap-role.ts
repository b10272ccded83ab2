// Roles of CDK's bootstrapping, known by their names.
import { parseArn } from '../iam/arn.js';

/** What the name of a bootstrap role says. */
export interface BootstrapRole {
  readonly qualifier: string;
  readonly purpose: string;
  readonly account: string;
  readonly region: string;
}

/** Reads `cdk-<qualifier>-<purpose>-role-<account>-<region>`. Source: aws-cdk-lib, DefaultStackSynthesizer. */
export function bootstrapRoleOf(arn: string): BootstrapRole | undefined {
  const resource = parseArn(arn)?.resource ?? '';
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const match =
    /^cdk-([A-Za-z0-9_-]{1,10})-(deploy|cfn-exec|file-publishing|image-publishing|lookup)-role-(\d{12})-([a-z0-9-]+)$/.exec(
      name,
    );
  if (match === null) return undefined;
  const [, qualifier = '', purpose = '', account = '', region = ''] = match;
  return { qualifier, purpose, account, region };
}
