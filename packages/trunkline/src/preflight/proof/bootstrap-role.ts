// Roles of CDK's bootstrapping, known by their names.

/** What the name of a bootstrap role says. */
export interface BootstrapRole {
  readonly qualifier: string;
  readonly purpose: string;
  readonly account: string;
  readonly region: string;
}

/** Reads `cdk-<qualifier>-<purpose>-role-<account>-<region>`. Source: aws-cdk-lib, DefaultStackSynthesizer. */
export function bootstrapRoleOf(arn: string): BootstrapRole | undefined {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  if (!name.startsWith('cdk-')) return undefined;
  const match =
    /^cdk-([A-Za-z0-9_-]{1,10})-(deploy|cfn-exec|file-publishing|image-publishing|lookup)-role-(\d{12})-([a-z0-9-]+)$/.exec(
      name,
    );
  if (match === null) return undefined;
  const [, qualifier = '', purpose = '', account = '', region = ''] = match;
  return { qualifier, purpose, account, region };
}
