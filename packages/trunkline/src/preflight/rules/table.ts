// Every rule, in the order in which docs/rules.md prints them.
import { actionValueSize } from './action-value-size.js';
import { approvalGuardsNothing } from './approval-guards-nothing.js';
import { artifactBucketExpiry } from './artifact-bucket-expiry.js';
import { artifactNames } from './artifact-names.js';
import { artifactNotProduced } from './artifact-not-produced.js';
import { artifactProducers } from './artifact-producers.js';
import { bucketPolicySize } from './bucket-policy-size.js';
import { buildspec } from './buildspec.js';
import { buildspecOutputs } from './buildspec-outputs.js';
import { connectionPrefix } from './connection-prefix.js';
import { connectionRegion } from './connection-region.js';
import { duplicateName } from './duplicate-name.js';
import { environmentAgnosticStage } from './environment-agnostic-stage.js';
import { floatingVersion } from './floating-version.js';
import { inlinePoliciesSize } from './inline-policies-size.js';
import { keyPolicySize } from './key-policy-size.js';
import { managedPoliciesOfRole } from './managed-policies-of-role.js';
import { managedPolicySize } from './managed-policy-size.js';
import { missingContext } from './missing-context.js';
import { optInRegion } from './opt-in-region.js';
import { pipelineActions } from './pipeline-actions.js';
import { pipelineNames } from './pipeline-names.js';
import { pipelineStages } from './pipeline-stages.js';
import { pipelineStructure } from './pipeline-structure.js';
import { plaintextSecret } from './plaintext-secret.js';
import { roleTrustSize } from './role-trust-size.js';
import type { Rule } from './rule.js';
import { stackDeployedTwice } from './stack-deployed-twice.js';
import { stageActions } from './stage-actions.js';
import { templateSize } from './template-size.js';
import { unexpectedSupportStack } from './unexpected-support-stack.js';
import { unknownVariable } from './unknown-variable.js';
import { unreadable } from './unreadable.js';
import { unusedAssumeRole } from './unused-assume-role.js';
import { variableNamespaces } from './variable-namespaces.js';

/** The rules; their ids are unique. */
export const RULES: readonly Rule[] = [
  // The structure of pipelines.
  pipelineNames,
  pipelineStages,
  stageActions,
  pipelineActions,
  pipelineStructure,
  artifactNames,
  artifactProducers,
  artifactNotProduced,
  variableNamespaces,
  unknownVariable,
  actionValueSize,
  // Builds.
  buildspec,
  buildspecOutputs,
  plaintextSecret,
  floatingVersion,
  unusedAssumeRole,
  // Delivery.
  stackDeployedTwice,
  environmentAgnosticStage,
  missingContext,
  optInRegion,
  approvalGuardsNothing,
  connectionRegion,
  connectionPrefix,
  templateSize,
  // Stores and policies.
  unexpectedSupportStack,
  artifactBucketExpiry,
  bucketPolicySize,
  keyPolicySize,
  roleTrustSize,
  inlinePoliciesSize,
  managedPolicySize,
  managedPoliciesOfRole,
  // What was read.
  duplicateName,
  unreadable,
];
