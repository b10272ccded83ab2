// CDK's bootstrap template in an environment: the stack that `cdk bootstrap` would make there.
import { DEFAULT_QUALIFIER } from '../../assembly/bootstrap-needs.js';
import type { Template } from '../../model/template.js';
import type { BootstrapState } from '../landscape/landscape.js';
import type { TemplateSource } from '../landscape/template-source.js';
import packed from './bootstrap-template.json' with { type: 'json' };

// aws-cdk's own file, under the Apache License 2.0; the JSON names version, copyright and what was changed.
const TEMPLATE = packed.template as unknown as Template;

const VERSION_RESOURCE = 'CdkBootstrapVersion';

/** The version of the bootstrap template that is known here: the one of the aws-cdk that trunkline is made with. */
export const KNOWN_BOOTSTRAP_VERSION = Number(packed.template.Resources[VERSION_RESOURCE].Properties.Value);

/** The bootstrap stack of a state. Source of the parameters: aws-cdk, `cdk bootstrap`. */
export function bootstrapSource(state: BootstrapState): TemplateSource {
  const { environment, qualifier, trust, trustForLookup, executionPolicies, kmsKey } = state;
  return {
    kind: 'bootstrap',
    stackName: qualifier === DEFAULT_QUALIFIER ? 'CDKToolkit' : `CDKToolkit-${qualifier.replaceAll('_', '-')}`,
    environment,
    template: ofVersion(state.version),
    parameters: {
      Qualifier: qualifier,
      TrustedAccounts: trust.join(','),
      TrustedAccountsForLookup: trustForLookup.join(','),
      CloudFormationExecutionPolicies: executionPolicies.join(','),
      FileAssetsBucketKmsKeyId: kmsKey,
      InputPermissionsBoundary: state.customPermissionsBoundary ?? '',
    },
  };
}

/** The roles and policies are those of the known version; the version that stacks read is the given one. */
function ofVersion(version: number): Template {
  const resource = TEMPLATE.Resources[VERSION_RESOURCE];
  if (version === KNOWN_BOOTSTRAP_VERSION || resource === undefined) return TEMPLATE;
  const changed = { ...resource, Properties: { ...resource.Properties, Value: String(version) } };
  return { ...TEMPLATE, Resources: { ...TEMPLATE.Resources, [VERSION_RESOURCE]: changed } };
}
