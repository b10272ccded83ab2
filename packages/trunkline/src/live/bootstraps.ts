// How environments are bootstrapped: the version that stacks ask for, and the parameters of the bootstrap stack.
import type { Parameter } from '@aws-sdk/client-cloudformation';
import type { BootstrapState, LandscapeRole } from '../preflight/landscape/landscape.js';
import type { TemplateValue } from '../model/template.js';
import type { Reader } from './calls.js';
import type { Reading, Roles } from './roles.js';

/** The name that `cdk bootstrap` gives the stack, unless told otherwise. Source: aws-cdk-cli, `--toolkit-stack-name`. */
const TOOLKIT_STACK = 'CDKToolkit';

/** What came of reading how an environment is bootstrapped. */
export type BootstrapReading =
  | { readonly kind: 'read'; readonly states: readonly BootstrapState[] }
  | { readonly kind: 'unread'; readonly why: string };

/**
 * Reads how an environment is bootstrapped.
 * @param assumed what is declared or assumed, with the qualifier that is asked for
 * @param partition such as `aws`
 */
export async function readBootstrap(
  reader: Reader,
  roles: Roles,
  assumed: BootstrapState,
  partition: string,
): Promise<BootstrapReading> {
  const { environment, qualifier } = assumed;
  const [version, stacks] = await Promise.all([
    // What the stacks' own rule asks for. Source: aws-cdk-lib, DefaultStackSynthesizer, bootstrapStackVersionSsmParameter.
    reader.call(environment, 'ssm:GetParameter', { Name: `/cdk-bootstrap/${qualifier}/version` }),
    reader.call(environment, 'cloudformation:DescribeStacks', { StackName: TOOLKIT_STACK }),
  ]);
  const stack = stacks.kind === 'answer' ? stacks.output.Stacks?.[0] : undefined;
  const parameters = valuesOf(stack?.Parameters);
  const found = parameters.get('Qualifier');
  const stackVersion = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'BootstrapVersion')?.OutputValue;
  const state = (parts: Partial<BootstrapState>): BootstrapState => ({ ...assumed, how: 'live', ...parts });

  if (version.kind === 'absent') {
    const other =
      found === undefined || found === qualifier
        ? []
        : [
            state({
              ...fromParameters(parameters),
              exists: true,
              qualifier: found,
              version: Number(stackVersion ?? 0),
            }),
          ];
    return { kind: 'read', states: [...other, state({ exists: false })] };
  }
  const number = version.kind === 'answer' ? version.output.Parameter?.Value : stackVersion;
  if (number === undefined || !/^\d+$/.test(number)) {
    return { kind: 'unread', why: version.kind === 'unread' ? version.why : 'its version is no number' };
  }
  const known = { exists: true, version: Number(number) };
  if (found === qualifier) return { kind: 'read', states: [state({ ...known, ...fromParameters(parameters) })] };
  // The stack has another name, or may not be described: its roles tell the same.
  return { kind: 'read', states: [state({ ...known, ...(await fromRoles(roles, assumed, partition)) })] };
}

type Parts = Partial<BootstrapState>;

/** Source: aws-cdk, bootstrap-template.yaml, Parameters. */
function fromParameters(parameters: ReadonlyMap<string, string>): Parts {
  const boundary = parameters.get('InputPermissionsBoundary') ?? '';
  const policies = parameters.get('CloudFormationExecutionPolicies') ?? '';
  const accounts = (name: string): string[] => (parameters.get(name) ?? '').match(/\d{12}/g) ?? [];
  return {
    trust: accounts('TrustedAccounts'),
    trustForLookup: accounts('TrustedAccountsForLookup'),
    executionPolicies: policies.match(/arn:[^,'"\s\]]+/g) ?? [],
    kmsKey: parameters.get('FileAssetsBucketKmsKeyId') ?? '',
    ...(boundary === '' ? {} : { customPermissionsBoundary: boundary }),
  };
}

/** What the roles of CDK's bootstrapping have become. */
async function fromRoles(roles: Roles, { environment, qualifier }: BootstrapState, partition: string): Promise<Parts> {
  const { account, region } = environment;
  const named = (purpose: string): Promise<Reading<LandscapeRole>> =>
    roles.read(
      `arn:${partition}:iam::${account}:role/cdk-${qualifier}-${purpose}-role-${account}-${region}`,
      environment,
    );
  const [deploy, lookup, execution] = await Promise.all([named('deploy'), named('lookup'), named('cfn-exec')]);
  return {
    ...(deploy.kind === 'read' ? { trust: trustedBy(deploy.thing) } : {}),
    ...(lookup.kind === 'read' ? { trustForLookup: trustedBy(lookup.thing) } : {}),
    ...(execution.kind === 'read'
      ? {
          executionPolicies: execution.thing.identity.map(({ name }) => name).filter((name) => name.startsWith('arn:')),
        }
      : {}),
  };
}

/** The other accounts that a trust policy names. */
function trustedBy({ trust, account }: LandscapeRole): string[] {
  const found = JSON.stringify(principalsOf(trust.document)).match(/\b\d{12}\b/g) ?? [];
  return [...new Set(found)].filter((each) => each !== account).sort();
}

function principalsOf(document: TemplateValue): readonly TemplateValue[] {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return [];
  const { Statement: statements = [] } = document as Readonly<Record<string, TemplateValue>>;
  const list = (Array.isArray(statements) ? statements : [statements]) as readonly TemplateValue[];
  return list.flatMap((statement) => {
    if (typeof statement !== 'object' || statement === null || Array.isArray(statement)) return [];
    const { Effect, Principal = null } = statement as Readonly<Record<string, TemplateValue>>;
    return Effect === 'Allow' ? [Principal] : [];
  });
}

function valuesOf(parameters: readonly Parameter[] = []): ReadonlyMap<string, string> {
  return new Map(parameters.map(({ ParameterKey = '', ParameterValue = '' }) => [ParameterKey, ParameterValue]));
}
