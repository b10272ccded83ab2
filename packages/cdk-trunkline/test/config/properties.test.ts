// What holds for all configurations: right ones are read as they were written, wrong ones are told exactly where.
import { RegionInfo } from 'aws-cdk-lib/region-info';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PipelineConfig } from '../../src';
import { didYouMean } from '../../src/config/did-you-mean';
import { CONFIG } from '../../src/config/keys';
import { member } from '../../src/config/mistakes';
import { knownPartitionOf } from '../../src/config/partition';
import { arbitraryConfig } from './arbitrary-config';
import { valid, VALID, withDev } from './configurations';
import { mistakesOf, mistakesOfProps } from './errors';
import { asProps } from './props';

type Written = Record<string, Record<string, Record<string, unknown>>>;

describe('a valid configuration', () => {
  test('is accepted, and gives back what was written', () => {
    fc.assert(
      fc.property(arbitraryConfig, (written) => {
        const config = PipelineConfig.fromObject(written);
        const { accounts = {}, pipelines = {} } = written as Written;
        expect(config.repo).toBe(written['repo']);
        expect(config.accounts.map(({ name }) => name)).toEqual(
          Object.keys(accounts).filter((name) => name !== 'tooling'),
        );
        for (const [name, account] of Object.entries(accounts)) {
          const read = config.account(name);
          expect(read.account).toBe(account['account']);
          expect(read.regions).toEqual(account['regions'] ?? [account['region']]);
          const pipeline =
            Object.values(pipelines).find(({ stages }) => (stages as unknown[]).flat().includes(name)) ?? {};
          const levels = name === 'tooling' ? [written] : [written, pipeline, account];
          const innermost = (key: string): unknown =>
            levels.map((level) => level[key]).findLast((each) => each !== undefined);
          expect(read.permissionsBoundary).toBe(innermost('permissions_boundary'));
          expect(read.approval).toBe(name === 'tooling' ? undefined : innermost('approval'));
          expect(read.regionOrder).toBe(innermost('region_order') ?? 'together');
          const builds = levels.map(({ build }) => (build ?? {}) as Written);
          expect(read.buildConfig.environment).toEqual(
            Object.assign({}, ...builds.map((build) => build['environment'] ?? {})),
          );
          expect(read.buildConfig.timeoutMinutes).toBe(
            builds.map((build) => build['timeout_minutes']).findLast(Boolean),
          );
          expect(read.buildConfig.vpc?.subnetIds).toEqual(
            builds.map((build) => build['vpc']).findLast(Boolean)?.['subnet_ids'],
          );
        }
        for (const [name, pipeline] of Object.entries(pipelines)) {
          expect(config.pipeline(name).branch).toBe(pipeline['branch']);
          const says = (key: string): unknown => pipeline[key] ?? written[key];
          expect(config.pipeline(name).pipelineType).toBe(says('pipeline_type') ?? 'V2');
          expect(config.pipeline(name).executionMode).toBe(says('execution_mode') ?? 'SUPERSEDED');
          expect(Object.keys(config.pipeline(name).variables)).toEqual(Object.keys(says('variables') ?? {}));
          expect(config.pipeline(name).triggers?.push?.length).toBe(
            (says('triggers') as Written | undefined)?.['push']?.length,
          );
          expect(config.pipeline(name).waves).toEqual((pipeline['stages'] as unknown[]).map((stage) => [stage].flat()));
        }
        for (const key of Object.keys(written)) expect(config.value(key)).toEqual(written[key]);
        expect(config.unknownKeys).toEqual([]);
      }),
    );
  });

  test('says the same as props', () => {
    fc.assert(
      fc.property(arbitraryConfig, (written) => {
        const [one, other] = [PipelineConfig.fromObject(written), PipelineConfig.fromProps(asProps(written))];
        expect(everythingOf(other)).toEqual(everythingOf(one));
        for (const key of Object.keys(written)) expect(other.value(key)).toEqual(one.value(key));
      }),
    );
  });
});

/** What all getters give. */
function everythingOf(config: PipelineConfig): unknown {
  const { pipelines, accounts, tooling, source, artifactRegions, lookups, preflight, cdkVersion, bootstrapQualifier } =
    config;
  const plain = [tooling, ...accounts].map(({ name, regions, buildConfig, approval }) => [
    name,
    regions,
    buildConfig,
    approval,
  ]);
  const definitions = pipelines.map(({ name, waves, buildConfig, toolchain }) => [name, waves, buildConfig, toolchain]);
  return { definitions, plain, source, artifactRegions, lookups, preflight, cdkVersion, bootstrapQualifier };
}

/** Every place of a JSON value that holds text, a number or a flag, as its keys from the root. */
function leaves(value: unknown, keys: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [[...keys]];
  return Object.entries(value).flatMap(([key, each]) =>
    leaves(each, [...keys, Array.isArray(value) ? Number(key) : key]),
  );
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

function pathOf(root: string, keys: readonly (string | number)[]): string {
  return keys.reduce<string>(
    (path, key) => (typeof key === 'number' ? `${path}[${String(key)}]` : member(path, key)),
    root,
  );
}

describe('a mistake anywhere', () => {
  const places = Object.values(VALID).flatMap((config) => {
    const known = Object.fromEntries(
      Object.entries(config()).filter(([key]) => CONFIG.keys.some(({ name }) => name === key)),
    );
    return leaves(known)
      .filter((keys) => !keys.includes('owner_mail'))
      .map((keys) => ({ config: config(), keys }));
  });

  test('is reported with its very path', () => {
    expect(places.length).toBeGreaterThan(150);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(null, {}, 7.25), ({ config, keys }, wrong) => {
        const paths = mistakesOf(replaced(config, keys, wrong)).map((mistake) => mistake.replace(/: .*/, ''));
        expect(paths).toContain(pathOf('$.config', keys));
      }),
      { numRuns: 500 },
    );
  });

  test('is reported with its very path in props, too', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.constantFrom(null, {}, 7.25), ({ config, keys }, wrong) => {
        const mistakes = mistakesOfProps(asProps(replaced(config, keys, wrong) as Record<string, unknown>));
        const paths = mistakes.map((mistake) => mistake.replace(/: .*/, ''));
        const index = mistakesOf(replaced(config, keys, wrong)).findIndex((line) =>
          line.startsWith(`${pathOf('$.config', keys)}: `),
        );
        expect(paths[index]).toMatch(/^props\./);
        expect(paths[index]?.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).length).toBeGreaterThan(5);
      }),
    );
  });
});

describe('for all values', () => {
  test('an account number is exactly twelve digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{1,20}$/), (account) => {
        expect(mistakesOf(withDev({ account }))).toHaveLength(account.length === 12 ? 0 : 1);
      }),
    );
  });

  test("a region is one of the toolchain account's partition that aws-cdk-lib knows", () => {
    const known = RegionInfo.regions.map((region) => region.name);
    const region = fc.oneof(fc.constantFrom(...known), fc.string(), fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-\d$/));
    fc.assert(
      fc.property(region, (name) => {
        expect(mistakesOf(withDev({ region: name }))).toHaveLength(knownPartitionOf(name) === 'aws' ? 0 : 1);
      }),
    );
  });

  test('a key with one slip is recognized, on every level', () => {
    const keys = CONFIG.keys.map(({ name }) => name).filter((name) => name.length > 2);
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.nat(),
        fc.constantFrom('left out', 'doubled', 'swapped'),
        (key, at, slip) => {
          const i = at % (key.length - 1);
          const [before, one, two, after] = [key.slice(0, i), key[i] ?? '', key[i + 1] ?? '', key.slice(i + 2)];
          const misspelt = {
            'left out': before + two + after,
            doubled: before + one + one + two + after,
            swapped: before + two + one + after,
          };
          const name = misspelt[slip as keyof typeof misspelt];
          fc.pre(!keys.includes(name));
          expect(didYouMean(name, keys)).toBe(key);
          expect(mistakesOf(valid({ [name]: {} }))).toContain(
            `${member('$.config', name)}: is no key of the configuration; did you mean "${key}"?`,
          );
        },
      ),
    );
  });

  const key = fc.constantFrom(
    ...CONFIG.keys.map(({ name }) => name),
    'dev',
    'tooling',
    'vpc',
    'stages',
    '__proto__',
    'constructor',
  );
  const anything = fc.anything({
    key,
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
  });

  test('whatever the configuration is, it is read, or one error named PipelineConfigError says why not', () => {
    fc.assert(
      fc.property(anything, (config) => {
        expect(mistakesOf(config).length).toBeGreaterThan(0);
        expect(mistakesOfProps(config).length).toBeGreaterThan(0);
      }),
    );
  });

  test('whatever a key holds, it is read, or one error named PipelineConfigError says why not', () => {
    fc.assert(
      fc.property(key, anything, (name, value) => {
        mistakesOf(valid({ [name]: value }));
        mistakesOf(withDev({ [name]: value, build: value }));
        mistakesOfProps({ ...asProps(valid()), [name]: value, values: value });
      }),
      { numRuns: 500 },
    );
  });
});
