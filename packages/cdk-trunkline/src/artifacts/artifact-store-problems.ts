// What is wrong with the properties of an artifact store, all of it at once, each with its remedy.
import { RemovalPolicy, Token, type Stack } from 'aws-cdk-lib';
import { QUALIFIER_PATTERN } from './artifact-names';
import { otherAccounts } from './artifact-policies';
import type { ArtifactStoreStackProps } from './artifact-store-stack-props';

// What an organization's id looks like. Source: AWS Organizations API Reference, Organization.
const ORGANIZATION_PATTERN = /^o-[a-z0-9]{10,32}$/;

// A value of aws:PrincipalOrgPaths always ends in a slash, so that a pattern without slash or asterisk matches none.
const PATH_PATTERN = /^(o-[a-z0-9]{10,32})\/(?:[a-z0-9*-]+\/)*(?:[a-z0-9-]*\*)?$/;

/** What errors say about a path that is none. */
export const ORGANIZATION_PATH_HINT =
  'it looks like "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*", and ends in a slash, or in an asterisk to cover what lies below';

/** The organization that a path belongs to, or nothing where it is no path. */
export function organizationOf(path: string): string | undefined {
  return PATH_PATTERN.exec(path)?.[1];
}

/** Finds every mistake in the properties, as sentences to go after the stack's name. */
export function storeProblems(stack: Stack, props: ArtifactStoreStackProps): string[] {
  return [...namingProblems(stack, props), ...organizationProblems(props), ...keepingProblems(stack, props)];
}

/** An error that lists mistakes; its name tells the reader's mistakes from ours. */
export function storeError(what: string, problems: readonly string[], remedy: string): Error {
  const error = new Error([`${what}:`, ...problems.map((problem) => `  ${problem}`), remedy].join('\n'));
  // An exported subclass of Error cannot pass through jsii.
  error.name = 'ArtifactStoreError';
  return error;
}

function namingProblems(stack: Stack, props: ArtifactStoreStackProps): string[] {
  const { bootstrapQualifier, qualifier, stageAccounts } = props;
  const problems: string[] = [];
  if (Token.isUnresolved(stack.account) || Token.isUnresolved(stack.region)) {
    problems.push('"env" names no account and region, which the names contain. Give both.');
  }
  if (qualifier !== undefined && !QUALIFIER_PATTERN.test(qualifier)) {
    problems.push(`qualifier ${JSON.stringify(qualifier)} is not 1 to 10 lower-case letters and digits.`);
  }
  for (const account of stageAccounts ?? []) {
    if (!/^\d{12}$/.test(account)) problems.push(`stage account ${JSON.stringify(account)} is not 12 digits.`);
  }
  const deployedWith = stack.synthesizer.bootstrapQualifier;
  if (bootstrapQualifier !== undefined && (deployedWith ?? bootstrapQualifier) !== bootstrapQualifier) {
    // Its policies name the deploy role of this very stack, and AWS refuses those that name a role which is not there.
    problems.push(
      `the synthesizer has the bootstrap qualifier "${String(deployedWith)}", and bootstrapQualifier is ` +
        `"${bootstrapQualifier}". Give one of the two.`,
    );
  }
  return problems;
}

function organizationProblems({ organizationId, organizationPaths = [] }: ArtifactStoreStackProps): string[] {
  const problems: string[] = [];
  if (organizationId !== undefined && !ORGANIZATION_PATTERN.test(organizationId)) {
    problems.push(`organization ${JSON.stringify(organizationId)} is no id of one, like "o-a1b2c3d4e5".`);
  }
  const ids = new Set(organizationId === undefined ? [] : [organizationId]);
  for (const path of organizationPaths) {
    const id = organizationOf(path);
    if (id === undefined) {
      problems.push(`organization path ${JSON.stringify(path)} is none; ${ORGANIZATION_PATH_HINT}.`);
    } else ids.add(id);
  }
  if (ids.size > 1) {
    problems.push(
      `it is open to one organization, and ${[...ids].join(', ')} are several. Give each a store of its own.`,
    );
  }
  return problems;
}

function keepingProblems(stack: Stack, props: ArtifactStoreStackProps): string[] {
  const problems: string[] = [];
  const days = props.expiration?.toDays({ integral: false }) ?? 1;
  // S3 counts in days, and CDK's own error would not name the property.
  if (!Number.isInteger(days) || days < 1) {
    problems.push(`expiration is ${String(days)} days, and has to be whole days: at least Duration.days(1).`);
  }
  if (props.autoDeleteObjects === true && props.removalPolicy !== RemovalPolicy.DESTROY) {
    problems.push('autoDeleteObjects goes with removalPolicy RemovalPolicy.DESTROY alone. Set that too, or neither.');
  }
  if (props.kms === false) {
    const organization = props.organizationId ?? props.organizationPaths?.[0];
    const others = otherAccounts(props.stageAccounts ?? [], stack.account);
    const who = organization === undefined ? others.map((account) => `account ${account}`) : [organization];
    if (who.length > 0) {
      problems.push(
        `without a key of its own (kms: false) no other account can read it, but it is open to ${who.join(', ')}. ` +
          'Leave `kms` out, or deliver to the toolchain account alone.',
      );
    }
  }
  return problems;
}
