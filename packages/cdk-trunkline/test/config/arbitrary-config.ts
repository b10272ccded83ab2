// Arbitrary valid configurations for the property-based tests.
import { RegionInfo } from 'aws-cdk-lib/region-info';
import fc from 'fast-check';
import { COMPUTE_TYPE } from '../../src/config/build-patterns';
import { knownPartitionOf } from '../../src/config/partition';

/** Texts of some characters; much faster than `fc.stringMatching`. */
function text(characters: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
}

const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const LETTERS = 'abcdefghijklmnopqrstuvwyz'; // No x, of which placeholders consist.

/** Names by which nobody could take one for another, nor for a stage that every pipeline has. */
const stageName = text(LETTERS + DIGITS, 1, 8).map((name) => `q${name}`);
const account = text(DIGITS, 12, 12);
const branch = text(`${LETTERS}${DIGITS}_`, 1, 12).map((name) => `feature/${name}`);
const word = text(`${LETTERS}${DIGITS}-_`, 0, 20).map((middle) => `a${middle}z`);
const version = fc.tuple(fc.nat(99), fc.nat(999), fc.nat(99)).map((parts) => parts.join('.'));
// By its beginning never `tbd`, which is refused as a placeholder; so are qualifiers below.
const policy = text(`${LETTERS}ABC${DIGITS}+=,.@_-`, 0, 39).map((name) => `q${name}`);

/** Some members or none of them, as a person would leave them out. */
function some<T>(members: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}

function id(prefix: string): fc.Arbitrary<string> {
  return fc.oneof(text(HEX, 8, 8), text(HEX, 17, 17)).map((digits) => `${prefix}-${digits}`);
}

/** Without its availability zones, which follow from the toolchain account's region. */
const vpc = fc.record({
  vpc_id: id('vpc'),
  subnet_ids: fc.uniqueArray(id('subnet'), { minLength: 1, maxLength: 16 }),
});

const build = some({
  image: fc.constantFrom('aws/codebuild/standard:7.0', 'public.ecr.aws/docker/library/node:22', 'node'),
  compute_type: fc.constantFrom(...COMPUTE_TYPE.values),
  timeout_minutes: fc.integer({ min: 5, max: 2160 }),
  environment: fc.dictionary(text('ABD_', 1, 9), fc.string(), { noNullPrototype: true }),
  runtime_versions: fc.dictionary(text(LETTERS, 1, 9), text(DIGITS, 1, 2), { noNullPrototype: true }),
  vpc,
  proxy: fc.record({ http: word.map((name) => `http://${name}.example.com:3128`) }),
});

const notifications = some({
  on: fc.uniqueArray(fc.constantFrom('failure', 'approval', 'success'), { minLength: 1 }),
  emails: fc.uniqueArray(
    word.map((name) => `${name}@example.com`),
    { minLength: 1, maxLength: 3 },
  ),
});

const settings = some({
  approval: fc.boolean(),
  region_order: fc.constantFrom('together', 'first_region_first'),
  permissions_boundary: policy,
  build,
  notifications,
});

/** Some settings with the zones of a region. */
function inRegion<T extends { build?: { vpc?: { subnet_ids: string[] } } }>(home: string, level: T): T {
  const { vpc: network } = level.build ?? {};
  if (network === undefined) return level;
  const availability_zones = network.subnet_ids.map((_, index) => `${home}${'abc'[index % 3] ?? ''}`);
  return { ...level, build: { ...level.build, vpc: { ...network, availability_zones } } };
}

const patterns = some({
  includes: fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
  excludes: fc.uniqueArray(word, { minLength: 1, maxLength: 8 }),
}).filter(({ includes, excludes }) => includes !== undefined || excludes !== undefined);

const pushFilter = fc.oneof(
  fc.record({ branches: patterns }),
  fc.record({ file_paths: patterns }),
  fc.record({ branches: patterns, file_paths: patterns }),
  fc.record({ tags: patterns }),
);

const pullRequestFilter = some({
  events: fc.uniqueArray(fc.constantFrom('OPEN', 'UPDATED', 'CLOSED'), { minLength: 1 }),
  branches: patterns,
  file_paths: patterns,
});

const triggers = fc.oneof(
  fc.record({ push: fc.array(pushFilter, { minLength: 1, maxLength: 3 }) }),
  fc.record({ pull_request: fc.array(pullRequestFilter, { minLength: 1, maxLength: 3 }) }),
);

/** What a pipeline of type V2 may say about itself, but for triggers, which not every source has. */
const pipelineSettings = some({
  pipeline_type: fc.constant('V2'),
  execution_mode: fc.constantFrom('SUPERSEDED', 'QUEUED', 'PARALLEL'),
  variables: fc.dictionary(text(`${LETTERS}${DIGITS}@_-`, 1, 9), some({ default: word, description: word }), {
    noNullPrototype: true,
  }),
});

const source = fc.oneof(
  fc.constant({}),
  fc.tuple(word, word).map(([owner, name]) => ({ source: { repository: `${owner}/${name}`, trigger: 'none' } })),
  fc.record({ source: fc.record({ type: fc.constant('codecommit'), repository: word }) }),
  fc.record({
    source: fc.record({
      type: fc.constant('s3'),
      bucket: text(LETTERS + DIGITS, 2, 40).map((name) => `b${name}`),
      object_key: word.map((key) => `${key}/{branch}.zip`),
      trigger: fc.constantFrom('events', 'poll', 'none'),
    }),
  }),
);

const REGIONS = RegionInfo.regions.map((region) => region.name);

/** Regions of a partition, as numbers that `pick` takes. */
const picks = fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 4 });

function pick(home: string, numbers: readonly number[]): string[] {
  const neighbours = REGIONS.filter((region) => knownPartitionOf(region) === knownPartitionOf(home));
  return [...new Set(numbers.map((number) => neighbours[number % neighbours.length] ?? home))];
}

const stage = fc.record({ name: stageName, number: account, single: fc.boolean(), where: picks, level: settings });

/** A valid configuration of the full shape, with all stages in pipelines. */
export const arbitraryConfig: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    home: fc.constantFrom(...REGIONS),
    number: account,
    stages: fc.uniqueArray(stage, { selector: ({ name }) => name, minLength: 1, maxLength: 5 }),
    cut: fc.nat(4),
    together: fc.boolean(),
    own: settings,
    root: settings,
    whole: fc.tuple(pipelineSettings, pipelineSettings, triggers, triggers),
    where: source,
    rest: some({
      bootstrap_qualifier: text(`${LETTERS}ABC${DIGITS}_-`, 0, 9).map((name) => `q${name}`),
      lookups: fc.boolean(),
      preflight: fc.boolean(),
      tool_versions: some({ cdk: version, cdk_assets: version }),
      a_key_of_its_own: fc.jsonValue(),
    }),
    stores: fc.option(picks),
    repository: fc.tuple(word, word),
    branches: fc.tuple(branch, branch),
    id: fc.uuid(),
  })
  .map(
    ({
      home,
      number,
      stages,
      cut,
      together,
      own,
      root,
      whole,
      where,
      rest,
      stores,
      repository,
      branches,
      id: uuid,
    }) => {
      const names = stages.map(({ name }) => name);
      const [outer, inner, one, two] = whole;
      const startedBy = (triggers: unknown): object => (Object.hasOwn(where, 'source') ? {} : { triggers });
      const first = names.slice(0, Math.min(cut, names.length - 1));
      const list = (some: string[]): unknown[] => (together ? [some] : some);
      const accounts = stages.map(({ name, number: other, single, where: numbers, level }) => {
        const [region, ...others] = pick(home, numbers);
        const place = single ? { region } : { regions: [region, ...others] };
        return [name, { account: other, ...place, ...inRegion(home, level) }] as const;
      });
      return {
        owner: repository[0],
        repo: repository[1],
        connection_arn: `arn:${knownPartitionOf(home) ?? ''}:codeconnections:${home}:${number}:connection/${uuid}`,
        accounts: { tooling: { account: number, region: home }, ...Object.fromEntries(accounts) },
        pipelines: {
          ...(first.length === 0 ? {} : { one: { branch: branches[0], stages: list(first) } }),
          two: {
            branch: branches[1],
            stages: list(names.slice(first.length)),
            ...inRegion(home, own),
            ...inner,
            ...startedBy(two),
          },
        },
        ...inRegion(home, root),
        ...outer,
        ...startedBy(one),
        ...where,
        ...rest,
        ...(stores === null ? {} : { artifact_stores: { regions: pick(home, stores) } }),
      };
    },
  );
