// Resources that AWS would perform by running somebody's code or another deployment, and what stands in for their values.

/** Why the twin does not perform a resource of this type; `undefined` where it does. */
export function notPerformed(type: string): string | undefined {
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') {
    return 'the twin does not run custom resources; their attributes are unknown';
  }
  if (type === 'AWS::CloudFormation::Stack') return 'the twin does not deploy nested stacks; their outputs are unknown';
  return undefined;
}

/** The value that stands for one that only AWS could tell, easy to recognize wherever it ends up. */
export function unknownValue(logicalId: string, attribute = 'Ref'): string {
  return `trunkline-unknown.${logicalId}.${attribute}`;
}
