// The findings of the proof, by cause.
import type { CauseId } from './blame.js';
import { bootstrapExecutionPolicies, bootstrapMissing, bootstrapTrust } from './bootstrap.js';
import { bootstrapVersion } from './bootstrap-version.js';
import { actionConfiguration } from './configuration.js';
import { eventTargetRole } from './events.js';
import type { CauseFinding } from './finding.js';
import { keyDisabled, publicBucketPolicy } from './preconditions.js';
import { foreignRole } from './foreign-role.js';
import { bucketPolicy, keyAlias, keyPolicy, resourcePolicy, roleTrust } from './resources.js';
import { explicitDeny, identityPolicy, organizationPolicy, permissionsBoundary } from './roles.js';
import { storeElsewhere, storeMissing, storeWithoutKey } from './store.js';

/** What makes a finding of each cause. */
export const CAUSES: Readonly<Record<CauseId, CauseFinding>> = {
  'bootstrap-missing': bootstrapMissing,
  'bootstrap-trust': bootstrapTrust,
  'bootstrap-execution-policies': bootstrapExecutionPolicies,
  'bootstrap-version': bootstrapVersion,
  'store-missing': storeMissing,
  'store-elsewhere': storeElsewhere,
  'store-without-key': storeWithoutKey,
  'action-configuration': actionConfiguration,
  'role-trust': roleTrust,
  'role-of-another-account': foreignRole,
  'identity-policy': identityPolicy,
  'bucket-policy': bucketPolicy,
  'public-bucket-policy': publicBucketPolicy,
  'key-disabled': keyDisabled,
  'key-policy': keyPolicy,
  'key-alias': keyAlias,
  'resource-policy': resourcePolicy,
  'permissions-boundary': permissionsBoundary,
  'organization-policy': organizationPolicy,
  'explicit-deny': explicitDeny,
  'event-target-role': eventTargetRole,
};
