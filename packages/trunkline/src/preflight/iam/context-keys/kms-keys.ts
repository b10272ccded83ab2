// The condition keys of KMS.
import { tagged, type ServiceKeys } from './context-key.js';

const WITH_ENCRYPTION_CONTEXT = [
  'kms:decrypt',
  'kms:encrypt',
  'kms:generatedatakey',
  'kms:generatedatakeywithoutplaintext',
  'kms:generatedatakeypair*',
  'kms:reencrypt*',
  'kms:creategrant',
  'kms:retiregrant',
];

/**
 * Source: KMS Developer Guide, AWS KMS condition keys. Keys of the encryption context are not case-sensitive in names of
 * condition keys, their values are.
 */
export const KMS_KEYS: ServiceKeys = {
  service: 'kms',
  keys: [
    { key: 'kms:viaservice', value: ({ via }) => via ?? null },
    // unsure: whether it is there when a service calls for itself.
    {
      key: 'kms:calleraccount',
      value: ({ principal }) => (principal.kind === 'role' ? principal.account : undefined),
    },
    {
      key: 'kms:encryptioncontext:',
      actions: WITH_ENCRYPTION_CONTEXT,
      value: ({ encryptionContext }, key) => tagged(encryptionContext, key),
    },
    {
      key: 'kms:encryptioncontextkeys',
      actions: WITH_ENCRYPTION_CONTEXT,
      value({ encryptionContext }) {
        if (encryptionContext === undefined) return undefined;
        const keys = Object.keys(encryptionContext);
        return keys.length === 0 ? null : keys;
      },
    },
    { key: 'kms:grantisforawsresource', actions: ['kms:creategrant', 'kms:listgrants', 'kms:revokegrant'] },
    { key: 'kms:grantoperations', actions: ['kms:creategrant'] },
    { key: 'kms:granteeprincipal', actions: ['kms:creategrant'] },
    { key: 'kms:retiringprincipal', actions: ['kms:creategrant'] },
    { key: 'kms:grantconstrainttype', actions: ['kms:creategrant', 'kms:retiregrant'] },
    { key: 'kms:bypasspolicylockoutsafetycheck', actions: ['kms:createkey', 'kms:putkeypolicy', 'kms:replicatekey'] },
    { key: 'kms:schedulekeydeletionpendingwindowindays', actions: ['kms:schedulekeydeletion'] },
  ],
};
