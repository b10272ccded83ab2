// What a manifest says about the bootstrapping that one of its stacks relies on.
import type { BootstrapNeeds } from '../model/assembly.js';
import type { Manifest } from './manifest.js';

/** The qualifier where nobody chose one. Source: aws-cdk-lib, DefaultStackSynthesizer.DEFAULT_QUALIFIER. */
export const DEFAULT_QUALIFIER = 'hnb659fds';

type StackProperties = Manifest['stacks'][number][1]['properties'];

/** Reads the bootstrap part of a stack's properties. */
export function bootstrapNeedsOf(properties: StackProperties): BootstrapNeeds {
  const { assumeRoleArn, lookupRole, requiresBootstrapStackVersion, bootstrapStackVersionSsmParameter } = properties;
  const qualifier = qualifierOf(bootstrapStackVersionSsmParameter, assumeRoleArn);
  const forLookups = lookupRole?.requiresBootstrapStackVersion;
  return {
    ...(qualifier === undefined ? {} : { qualifier }),
    ...(requiresBootstrapStackVersion === undefined ? {} : { requiredVersion: requiresBootstrapStackVersion }),
    ...(forLookups === undefined ? {} : { requiredVersionForLookups: forLookups }),
  };
}

/** The parameter `/cdk-bootstrap/<qualifier>/version` tells it, else the name `cdk-<qualifier>-deploy-role-...`. */
function qualifierOf(versionParameter: string | undefined, roleArn: string | undefined): string | undefined {
  const ofParameter = /^\/cdk-bootstrap\/([A-Za-z0-9_-]{1,10})\/version$/.exec(versionParameter ?? '')?.[1];
  return ofParameter ?? /\/cdk-([A-Za-z0-9_-]{1,10})-deploy-role-/.exec(roleArn ?? '')?.[1];
}
