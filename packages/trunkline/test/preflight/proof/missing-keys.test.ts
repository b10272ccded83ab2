// A key of an action's configuration that is gone takes no obligation with it that nobody speaks of.
import { Stack } from 'aws-cdk-lib';
import { beforeAll, expect, test } from 'vitest';
import type { ObligationVerdict } from '../../../src/model/finding.js';
import type { Landscape } from '../../../src/preflight/landscape/landscape.js';
import { prove } from '../../../src/preflight/proof/prove.js';
import { everyAction } from './every-action.js';
import { HOME, provenApp, TOOLCHAIN, type Proven } from './proven.js';

let everything: Proven;

beforeAll(async () => {
  everything = await provenApp((app) => {
    everyAction(new Stack(app, 'Every', { env: { account: TOOLCHAIN, region: HOME } }));
  });
});

/** Keys that an action may well do without: what they ask for is asked for only where they are. */
const OPTIONAL: ReadonlySet<string> = new Set([
  'BatchEnabled',
  'CannedACL',
  'CombineArtifacts',
  // Instances that are there already are updated then.
  'DeploymentTargets',
  'EnvironmentVariables',
  'KMSEncryptionKeyARN',
  'NotificationArn',
  'OutputArtifactFormat',
  'TargetGroupNameList',
]);

function without(landscape: Landscape, actionName: string, key: string): Landscape {
  const pipelines = landscape.pipelines.map((declared) => ({
    ...declared,
    pipeline: {
      ...declared.pipeline,
      stages: declared.pipeline.stages.map((stage) => ({
        ...stage,
        actions: stage.actions.map((action) => {
          if (action.name !== actionName) return action;
          const left = Object.entries(action.configuration).filter(([each]) => each !== key);
          return { ...action, configuration: Object.fromEntries(left) };
        }),
      })),
    },
  }));
  return { ...landscape, pipelines };
}

const open = (obligations: readonly ObligationVerdict[]): number =>
  obligations.filter(({ verdict }) => verdict.kind !== 'proved').length;

test('each key of each action: what is no longer asked for is refuted or unproven, once', () => {
  const { landscape, input, obligations } = everything;
  const silent: string[] = [];
  let tried = 0;
  for (const { name, configuration } of landscape.pipelines.flatMap(({ pipeline }) =>
    pipeline.stages.flatMap(({ actions }) => actions),
  )) {
    const before = obligations.filter(({ action }) => action === name);
    for (const key of Object.keys(configuration)) {
      if (OPTIONAL.has(key)) continue;
      tried++;
      const now = prove(without(landscape, name, key), input).obligations.filter(({ action }) => action === name);
      if (now.length < before.length && open(now) <= open(before)) silent.push(`${name}.${key}`);
    }
  }
  expect(tried).toBeGreaterThan(50);
  expect(silent).toEqual([]);
}, 60_000);
