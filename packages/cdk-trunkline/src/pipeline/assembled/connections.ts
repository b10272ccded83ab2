// Grants for connections: the service was renamed, and aws-cdk-lib grants its former name alone.
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ConfigurationValue } from './action-configuration';

/** An action whose source is handed on as a reference, which each build clones by itself. */
const CLONED = 'CODEBUILD_CLONE_REF';

/**
 * Lets the pipeline use its connections under their present prefix, and its builds too where they clone the source
 * themselves. Source: Developer Tools console User Guide, on the service's rename: the prefix of the action has to match
 * the resource's.
 * unsure: whether IAM takes one for the other all the same.
 */
export function grantConnections(codePipeline: Pipeline, values: readonly ConfigurationValue[]): void {
  for (const { action, key, value } of values) {
    if (key !== 'ConnectionArn' || typeof value !== 'string' || !/^arn:[^:]+:codeconnections:/.test(value)) continue;
    const use = (): PolicyStatement =>
      new PolicyStatement({ actions: ['codeconnections:UseConnection'], resources: [value] });
    codePipeline.addToRolePolicy(use());
    const isCloned = values.some(
      (other) => other.action === action && other.key === 'OutputArtifactFormat' && other.value === CLONED,
    );
    if (!isCloned) continue;
    for (const each of codePipeline.node.findAll()) {
      if (each instanceof Project) each.addToRolePolicy(use());
    }
  }
}
