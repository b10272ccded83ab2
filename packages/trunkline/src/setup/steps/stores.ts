// Step: the artifact stores, where they are not made together with a pipeline.
import type { SetupGroup, SetupStep } from '../../model/setup.js';
import { credentials, deployments, groupBy } from '../commands.js';
import { bucketsOf, type Landscape } from '../landscape.js';
import { isMadeHere, originOf, textOf } from '../template-text.js';

/** Nothing to do where `cdk deploy` of the pipelines makes the stores, as plain CDK Pipelines does. */
export function storesStep(landscape: Landscape): SetupStep | undefined {
  const groups = [...deployments(landscape.storeStacks), ...missing(landscape)];
  if (groups.length === 0) return undefined;
  return {
    id: 'stores',
    title: 'Artifact stores',
    notes: ['The buckets and keys that the pipelines keep their artifacts in; every pipeline may share them.'],
    groups,
  };
}

/** Stores that no stack of the assembly makes. */
function missing({ deliveries, pipelineStacks, supportStacks, storeStacks }: Landscape): SetupGroup[] {
  const made = new Set([...pipelineStacks, ...supportStacks, ...storeStacks].flatMap(bucketsOf));
  const wanted = deliveries.flatMap(({ stack, environment, stores }) =>
    stores
      .filter(({ location }) => !isMadeHere(location, stack))
      .map(({ region, location, encryptionKey }) => ({
        account: environment.account,
        region,
        bucket: textOf(location, stack),
        named: textOf(location, stack) ?? `that ${originOf(location, stack)} names`,
        key: encryptionKey === undefined ? undefined : (textOf(encryptionKey, stack) ?? originOf(encryptionKey, stack)),
      }))
      .filter(({ bucket }) => bucket === undefined || !made.has(bucket)),
  );
  const distinct = [...groupBy(wanted, (store) => JSON.stringify(store)).values()].flatMap(([store]) => store ?? []);
  return [...groupBy(distinct, ({ account }) => account)].map(([account, stores]) => ({
    account,
    notes: [
      'No stack of this assembly makes these. Deploy the app that does first:',
      ...stores.map(
        ({ region, named, key }) =>
          `in ${region} the bucket ${named}${key === undefined ? '' : `, with the key ${key}`}`,
      ),
    ],
    commands: stores.flatMap(({ bucket, region }) =>
      bucket === undefined
        ? []
        : [['aws', 's3api', 'head-bucket', '--bucket', bucket, '--region', region, ...credentials(account)]],
    ),
  }));
}
