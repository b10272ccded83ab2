// Reading and writing artifacts: the store of the right region, its bucket and its key.
import type { ArtifactStore } from '../../model/pipeline.js';
import type { Actor } from '../catalogue/catalogue.js';
import { parseArn } from '../iam/arn.js';
import { hasHole, unresolved } from '../iam/unresolved.js';
import type { ActionFacts } from './action-facts.js';
import type { Duty, Foregone, Obligation } from './obligation.js';
import { projectKeyDuties } from './project-key.js';

/** Who does what with the store. */
export interface StoreUse {
  /** As messages call the role, such as `the action role`. */
  readonly who: string;
  readonly role: string;
  readonly artifact: string;
  readonly how: 'reads' | 'writes';
  /** The region of the store. */
  readonly region: string;
}

// CodePipeline's keys: pipeline cut to 20 characters, artifact cut to 10, seven random ones. Source: CodePipeline User
// Guide, Welcome, "input and output artifacts"; the cut at 20 is unsure.
const RANDOM = unresolved('the random end of an artifact key');

const CALLS = {
  reads: { bucket: ['s3:GetObject'], key: ['kms:Decrypt'] },
  // Larger artifacts go in parts, for which S3 decrypts too. Source: S3 User Guide, Uploading with SSE-KMS, multipart.
  writes: { bucket: ['s3:PutObject'], key: ['kms:Decrypt', 'kms:GenerateDataKey'] },
} as const;
// Builds ask for versions too. Source: CodeBuild User Guide, Create a CodeBuild service role.
const VERSIONS = 's3:GetObjectVersion';

/** What the roles of an action have to be able to do with its artifacts. */
export function artifactDuties(facts: ActionFacts, reads: RoleOf | undefined, writes: RoleOf | undefined): Duty[] {
  const { action, declared, region } = facts;
  const home = declared.pipeline.declaredAt.environment.region;
  const uses: StoreUse[] = [];
  for (const artifact of action.inputArtifacts) {
    if (reads !== undefined) uses.push({ ...reads, artifact, how: 'reads', region });
    if (region === home) continue;
    // Before an action in another region, the service copies its inputs there with the pipeline's role. unsure: the
    // documentation says that it copies, and CDK that the role needs both buckets.
    const pipeline = { who: 'the pipeline role', role: declared.pipeline.roleArn, artifact };
    uses.push({ ...pipeline, how: 'reads', region: home }, { ...pipeline, how: 'writes', region });
  }
  for (const { name } of action.outputArtifacts) {
    if (writes !== undefined) uses.push({ ...writes, artifact: name, how: 'writes', region });
  }
  return uses.flatMap((use) => [...storeDuties(use, facts), ...projectKeyDuties(use, facts)]);
}

/** A role, and how messages call it. */
export interface RoleOf {
  readonly who: string;
  readonly role: string;
}

/** How messages call an actor. */
export function roleOf(actor: Actor, role: string): RoleOf {
  return { who: `the ${actor}`, role };
}

function storeDuties(use: StoreUse, facts: ActionFacts): Duty[] {
  const { declared, landscape } = facts;
  const { pipeline } = declared;
  const home = pipeline.declaredAt.environment;
  const store = pipeline.artifactStores[use.region];
  const foregone = (because: Foregone['because'], call: string, resource: string, step = stepOf(use)): Foregone => ({
    place: facts.place,
    step,
    principal: use.role,
    call,
    resource,
    because,
  });
  // What fails before any policy is looked at fails for the bucket and for the key: none of them is dropped.
  const hasKeys = Object.values(pipeline.artifactStores).some(({ encryptionKey }) => encryptionKey !== undefined);
  const unusable = (because: Foregone['because'], resource: string): Foregone[] => [
    foregone(because, CALLS[use.how].bucket[0], resource),
    ...(hasKeys ? [foregone(because, CALLS[use.how].key.join(', '), resource, keyStepOf(use))] : []),
  ];
  if (store === undefined) {
    return unusable({ kind: 'no-store', region: use.region }, `the artifact store of ${use.region}`);
  }
  const elsewhere = storeElsewhere(store, use.region, facts);
  if (elsewhere !== undefined) return unusable(elsewhere, store.location);
  const bucket = landscape.bucket(store.location);
  const account = bucket?.environment.account ?? home.account;
  return [bucketObligation(use, store, account, facts), ...keyDuties(use, store, account, facts, foregone)];
}

function bucketObligation(use: StoreUse, store: ArtifactStore, account: string, facts: ActionFacts): Obligation {
  const key = `${facts.declared.pipeline.name.slice(0, 20)}/${use.artifact.slice(0, 10)}/${RANDOM}`;
  return {
    place: facts.place,
    step: stepOf(use),
    caller: { kind: 'role', arn: use.role },
    calls:
      use.how === 'reads' && use.who === 'the project role' ? [...CALLS.reads.bucket, VERSIONS] : CALLS[use.how].bucket,
    anyOf: false,
    resource: `arn:${facts.partition}:s3:::${store.location}/${key}`,
    target: { kind: 'bucket', name: store.location, account },
    ...(use.how === 'writes' ? { context: encryptionOf(use, store) } : {}),
  };
}

/**
 * What the request says of encryption: CodePipeline and CodeBuild ask for KMS, with S3's own key where nobody names one.
 * Sources: CodePipeline User Guide, Create a pipeline that uses resources from another account, its bucket policy; CodeBuild
 * API Reference, Project, encryptionKey. Builds take the key of the project, which is not looked at here.
 */
function encryptionOf({ who }: StoreUse, { encryptionKey = '' }: ArtifactStore): Record<string, string> {
  // unsure: how a key that is named by its id or alias stands in the request.
  const named = who !== 'the project role' && parseArn(encryptionKey)?.resource.startsWith('key/') === true;
  return {
    's3:x-amz-server-side-encryption': 'aws:kms',
    ...(named ? { 's3:x-amz-server-side-encryption-aws-kms-key-id': encryptionKey } : {}),
  };
}

function keyDuties(
  use: StoreUse,
  { location, encryptionKey }: ArtifactStore,
  account: string,
  facts: ActionFacts,
  foregone: (because: Foregone['because'], call: string, resource: string) => Foregone,
): Duty[] {
  const call = CALLS[use.how].key.join(', ');
  if (encryptionKey === undefined) {
    // S3's own key, which CodePipeline takes then, is no other account's to use. Source: CodePipeline API Reference,
    // ArtifactStore; KMS Developer Guide, AWS managed keys.
    const caller = parseArn(use.role)?.account;
    if (caller === undefined || caller === account || hasHole(caller)) return [];
    return [foregone({ kind: 'store-without-key', region: use.region, bucket: location }, call, location)];
  }
  return [
    {
      place: facts.place,
      step: keyStepOf(use),
      caller: { kind: 'role', arn: use.role },
      calls: CALLS[use.how].key,
      anyOf: false,
      resource: encryptionKey,
      target: { kind: 'key', id: encryptionKey, region: use.region, account },
      via: `s3.${use.region}.amazonaws.com`,
    },
  ];
}

function storeElsewhere(
  { location, encryptionKey }: ArtifactStore,
  region: string,
  { landscape, declared }: ActionFacts,
): Foregone['because'] | undefined {
  const bucket = landscape.bucket(location);
  if (bucket !== undefined && bucket.environment.region !== region && !hasHole(bucket.environment.region + region)) {
    return { kind: 'store-elsewhere', what: 'bucket', region, actual: bucket.environment.region, name: location };
  }
  if (encryptionKey === undefined) return undefined;
  const { account } = declared.pipeline.declaredAt.environment;
  const written = parseArn(encryptionKey)?.region;
  const actual = written ?? landscape.key(encryptionKey, { account, region })?.environment.region;
  if (actual === undefined || actual === region || hasHole(actual + region)) return undefined;
  return { kind: 'store-elsewhere', what: 'key', region, actual, name: encryptionKey };
}

function keyStepOf({ who }: StoreUse): string {
  return `${who} uses the key of the artifact store`;
}

function stepOf({ who, how, artifact }: StoreUse): string {
  return `${who} ${how} artifact ${artifact}`;
}
