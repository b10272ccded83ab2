// A pipeline as setting it up needs to know it, read from its stack's template.
import { PIPELINE_TYPE } from '../assembly/pipeline-stacks.js';
import { isKnown } from '../assembly/environment.js';
import type { StackArtifact } from '../model/assembly.js';
import type { Environment } from '../model/environment.js';
import { TrunklineError } from '../model/errors.js';
import type { TemplateResource, TemplateValue } from '../model/template.js';
import { lookedUpAccounts } from './lookups.js';
import { field, items, textOf } from './template-text.js';

/** A source action. */
export interface SourceAction {
  /** `Stage/Action`. */
  readonly path: string;
  /** `actionTypeKey` of its type. */
  readonly type: string;
  readonly configuration: TemplateValue | undefined;
  /** The account that its role is of; the pipeline's own where it names none. */
  readonly account: string;
}

/** Where the artifacts of one region are kept. */
export interface Store {
  readonly region: string;
  /** The bucket's name, as the template has it. */
  readonly location: TemplateValue | undefined;
  readonly encryptionKey: TemplateValue | undefined;
}

/** One pipeline. */
export interface Delivery {
  readonly stack: StackArtifact;
  readonly name?: string;
  readonly environment: Environment;
  readonly sources: readonly SourceAction[];
  readonly stores: readonly Store[];
  /** `Stage/Action` of every manual approval. */
  readonly approvals: readonly string[];
  /** The accounts that its actions act in, its own included. */
  readonly accounts: ReadonlySet<string>;
  /** The accounts whose lookup roles its steps may assume; `all` where nothing limits them. */
  readonly lookups: ReadonlySet<string> | 'all';
}

/**
 * The pipelines of a stack.
 * @throws TrunklineError `PipelineInvalid` where the stack does not say which account and region it is for
 */
export function deliveriesOf(stack: StackArtifact): Delivery[] {
  if (!isKnown(stack.environment)) {
    throw new TrunklineError(
      'PipelineInvalid',
      `Stack ${stack.displayName} declares a pipeline and does not say where it goes, so no command can name its ` +
        "account and region. Give it 'env: { account, region }' and run 'npx cdk synth' again.",
    );
  }
  return Object.values(stack.template.Resources)
    .filter((resource) => resource.Type === PIPELINE_TYPE)
    .map((resource) => deliveryOf(resource, stack));
}

function deliveryOf(resource: TemplateResource, stack: StackArtifact): Delivery {
  const properties = resource.Properties ?? {};
  const name = textOf(properties.Name, stack);
  const { environment } = stack;
  const actions = items(properties.Stages).flatMap((stage) =>
    items(field(stage, 'Actions')).map((action) => readAction(stage, action, stack)),
  );
  return {
    stack,
    ...(name === undefined ? {} : { name }),
    environment,
    sources: actions
      .filter(({ type }) => type.startsWith('Source/'))
      .map(({ path, type, configuration, accounts }) => ({
        path,
        type,
        configuration,
        account: accounts[0] ?? environment.account,
      })),
    stores: storesOf(properties, environment.region),
    approvals: actions.filter(({ type }) => type === 'Approval/AWS/Manual/1').map(({ path }) => path),
    accounts: new Set([environment.account, ...actions.flatMap(({ accounts }) => accounts)]),
    lookups: lookedUpAccounts(stack),
  };
}

function readAction(
  stage: TemplateValue,
  action: TemplateValue,
  stack: StackArtifact,
): { path: string; type: string; configuration: TemplateValue | undefined; accounts: string[] } {
  const part = (value: TemplateValue | undefined): string => textOf(value, stack) ?? '?';
  const configuration = field(action, 'Configuration');
  const roles = [field(action, 'RoleArn'), field(configuration, 'RoleArn')];
  return {
    path: `${part(field(stage, 'Name'))}/${part(field(action, 'Name'))}`,
    type: ['Category', 'Owner', 'Provider', 'Version'].map((key) => part(field(action, 'ActionTypeId', key))).join('/'),
    configuration,
    accounts: roles.flatMap((role) => /:iam::(\d{12}):/.exec(textOf(role, stack) ?? '')?.[1] ?? []),
  };
}

function storesOf(properties: Readonly<Record<string, TemplateValue>>, home: string): Store[] {
  const storeOf = (region: string, store: TemplateValue | undefined): Store => ({
    region,
    location: field(store, 'Location'),
    encryptionKey: field(store, 'EncryptionKey', 'Id'),
  });
  const regional = items(properties.ArtifactStores).map((entry) => {
    const region = field(entry, 'Region');
    return storeOf(typeof region === 'string' ? region : home, field(entry, 'ArtifactStore'));
  });
  return properties.ArtifactStore === undefined ? regional : [storeOf(home, properties.ArtifactStore), ...regional];
}
