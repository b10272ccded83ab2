// The condition keys of IAM and STS: passing roles and assuming them.
import { tagged, type ServiceKeys } from './context-key.js';

const ASSUME = ['sts:assumerole*'];

/**
 * Source: Service Authorization Reference, AWS Identity and Access Management, and AWS Security Token Service. The tags of a
 * role count as `iam:ResourceTag` for who passes and for who assumes it.
 */
export const IAM_KEYS: ServiceKeys = {
  service: 'iam',
  requestsOf: ['iam', 'sts'],
  keys: [
    { key: 'iam:passedtoservice', actions: ['iam:passrole'] },
    { key: 'iam:associatedresourcearn', actions: ['iam:passrole'] },
    {
      key: 'iam:resourcetag/',
      actions: ['iam:*', 'sts:*'],
      value: ({ resourceTags }, key) => tagged(resourceTags, key),
    },
    { key: 'iam:awsservicename', actions: ['iam:*servicelinkedrole*', 'iam:*servicespecificcredential*'] },
    { key: 'iam:policyarn', actions: ['iam:attach*', 'iam:detach*'] },
    {
      key: 'iam:permissionsboundary',
      actions: ['iam:create*', 'iam:put*', 'iam:delete*', 'iam:attach*', 'iam:detach*'],
    },
  ],
};

/** Source: IAM User Guide, Available keys for AWS STS. */
export const STS_KEYS: ServiceKeys = {
  service: 'sts',
  keys: [
    // Whether a caller sends one is up to the caller: the catalogue of actions tells, or it is open.
    { key: 'sts:externalid', actions: ['sts:assumerole'] },
    { key: 'sts:rolesessionname', actions: ASSUME },
    { key: 'sts:sourceidentity', actions: [...ASSUME, 'sts:setsourceidentity'] },
    { key: 'sts:transitivetagkeys', actions: [...ASSUME, 'sts:tagsession'] },
  ],
};
