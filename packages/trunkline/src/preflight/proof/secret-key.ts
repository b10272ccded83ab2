// Secrets with a key of their own: whoever reads one has to be let in by the secret's key as well.
import type { Landscape, LandscapeResource } from '../landscape/landscape.js';
import { textField } from '../landscape/values.js';
import type { Obligation } from './obligation.js';

const TYPE = 'AWS::SecretsManager::Secret';
// Secrets Manager's own key, which lets in everybody of the account that comes through Secrets Manager.
const OWN_KEY = 'alias/aws/secretsmanager';
// Six characters that Secrets Manager adds to every name, or what stands for them.
const ENDING = /-(?:\{\{[^{}]*\}\}|[A-Za-z0-9]{6})$/;

/**
 * The obligation to read a secret, and what the secret's key asks for.
 * Source: Secrets Manager User Guide, Secret encryption and decryption, "Permissions for the KMS key".
 */
export function withSecretKey(obligation: Obligation, landscape: Landscape): Obligation[] {
  if (!obligation.calls.includes('secretsmanager:GetSecretValue')) return [obligation];
  const secret = secretOf(obligation.resource, landscape);
  const key = textField(secret?.properties.KmsKeyId);
  if (secret === undefined || key === undefined || key.endsWith(OWN_KEY)) return [obligation];
  const { account, region } = secret.environment;
  return [
    obligation,
    {
      ...obligation,
      step: `${obligation.step}, with the secret's key`,
      calls: ['kms:Decrypt'],
      resource: key,
      target: { kind: 'key', id: key, region, account },
      via: `secretsmanager.${region}.amazonaws.com`,
    },
  ];
}

const found = new WeakMap<Landscape, ReadonlyMap<string, LandscapeResource>>();

/** By its ARN, with the ending that AWS makes, with another that stands for it, or without. */
function secretOf(arn: string, landscape: Landscape): LandscapeResource | undefined {
  let secrets = found.get(landscape);
  if (secrets === undefined) {
    const all = landscape.resources.filter(({ type }) => type === TYPE);
    secrets = new Map(
      all.flatMap((secret) => [[secret.arn, secret] as const, [secret.arn.replace(ENDING, ''), secret] as const]),
    );
    found.set(landscape, secrets);
  }
  return secrets.get(arn) ?? secrets.get(arn.replace(ENDING, ''));
}
