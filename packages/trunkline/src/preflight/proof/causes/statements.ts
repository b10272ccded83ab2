// Statements that mend: in the form that scales, scoped by conditions and not by the ARNs of single roles.
import { parseArn } from '../../iam/arn.js';
import type { Landscape } from '../../landscape/landscape.js';
import { bootstrapRoleOf } from '../bootstrap-role.js';
import type { Blame } from './blame.js';
import { asPattern, callersOf, deniedOf } from './finding.js';

/** A policy statement, as JSON has it. */
export type Statement = Readonly<Record<string, unknown>>;

/** A list, or what is in it where that is one. */
export function oneOrMany<T>(values: readonly T[]): T | readonly T[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}

/** Principal and condition of a statement for a resource's policy. */
export function principals(blames: readonly Blame[], landscape: Landscape): Statement {
  const callers = callersOf(blames);
  const accounts = [...new Set(callers.flatMap((arn) => parseArn(arn)?.account ?? []))].sort();
  const patterns = [...new Set(callers.map((arn) => asPattern(rolePattern(arn))))].sort();
  const condition = { ArnLike: { 'aws:PrincipalArn': oneOrMany(patterns) } };
  const [first] = deniedOf(blames);
  const target = first?.obligation.target;
  const owner =
    target !== undefined && 'account' in target
      ? target.account
      : parseArn(first?.denial.kind === 'denied' ? first.denial.resource : '')?.account;
  const inside = owner !== undefined && accounts.includes(owner);
  if (landscape.organizationId !== undefined) {
    const organization = { StringEquals: { 'aws:PrincipalOrgID': landscape.organizationId } };
    return { Principal: '*', Condition: { ...organization, ...condition } };
  }
  // An account as principal leaves it to the policies of its roles, which in the owner's account is no grant. Everybody of
  // one account by a condition is one, and is not public.
  if (inside) {
    return {
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': oneOrMany(accounts) }, ...condition },
    };
  }
  return { Principal: { AWS: oneOrMany(accounts) }, Condition: condition };
}

/** Everybody of the key's own account who comes through the service: as the policy of the key aws/s3 has it. */
export function throughService(account: string, service: string): Statement {
  return {
    Principal: '*',
    Condition: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': service } },
  };
}

/** Bootstrap roles of one purpose in every account and region; other roles by their own names. */
export function rolePattern(arn: string): string {
  const role = bootstrapRoleOf(arn);
  if (role === undefined) return arn;
  return `arn:*:iam::*:role/cdk-${role.qualifier}-${role.purpose}-role-*`;
}

/** Objects by the whole bucket: keys of artifacts differ from run to run. */
export function wholeBucket(arn: string): string {
  return /^arn:[^:]*:s3:::[^/]+\//.test(arn) ? `${arn.slice(0, arn.indexOf('/'))}/*` : arn;
}

/** With a call goes what CDK grants beside it, so that a statement need not be widened for the next one. */
export function grantedWith(calls: readonly string[]): readonly string[] {
  const granted = calls.flatMap((call) => BESIDE[call] ?? [call]);
  return [...new Set(granted)].sort();
}

/** Source: aws-cdk-lib, aws-s3 `perms` and aws-kms `grantDecrypt`, `grantEncryptDecrypt`. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['s3:GetObject*', 's3:GetBucket*', 's3:List*'],
  'kms:Decrypt': ['kms:Decrypt', 'kms:DescribeKey'],
  'kms:GenerateDataKey': ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
};
