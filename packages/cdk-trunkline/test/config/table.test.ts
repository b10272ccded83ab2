// The table of keys against what is written by hand beside it: the types of the props, and their documentation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { BUILD } from '../../src/config/build-keys';
import { CONDITION_KEYS } from '../../src/config/condition-keys';
import { CONFIG } from '../../src/config/keys';
import { NOTIFICATION } from '../../src/config/notification-keys';
import { spell } from '../../src/config/place';
import { RULE } from '../../src/config/rule-keys';
import type { ConfigKey, ListShape, MapShape, ObjectShape, Shape } from '../../src/config/shapes';
import { PIPELINE_VARIABLE, TRIGGERS } from '../../src/config/v2-keys';
import { configKeyTable } from './print-key-table';

interface Prop {
  readonly optional: boolean;
  readonly documentation: string;
  readonly default: string | undefined;
}

/** The members of all interfaces of the configuration's files, those that they extend included. */
function interfaces(): Map<string, Map<string, Prop>> {
  const found = new Map<string, { readonly own: Map<string, Prop>; readonly bases: string[] }>();
  for (const file of [
    'pipeline-config-props.ts',
    'build-config.ts',
    'notification-config.ts',
    'feature-branches-props.ts',
    'v2-props.ts',
    'condition-props.ts',
  ]) {
    const text = readFileSync(join(__dirname, '../../src/config', file), 'utf8');
    ts.forEachChild(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true), (node) => {
      if (!ts.isInterfaceDeclaration(node)) return;
      const bases = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => type.getText()));
      const own = new Map(node.members.filter(ts.isPropertySignature).map((each) => [each.name.getText(), prop(each)]));
      found.set(node.name.text, { own, bases });
    });
  }
  const whole = (name: string): [string, Prop][] => {
    const { own = new Map<string, Prop>(), bases = [] } = found.get(name) ?? {};
    return [...bases.flatMap(whole), ...own];
  };
  return new Map([...found.keys()].map((name) => [name, new Map(whole(name))]));
}

function prop(member: ts.PropertySignature): Prop {
  const [comment] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  const text = (each: string | ts.NodeArray<ts.JSDocComment> | undefined): string =>
    (ts.getTextOfJSDocComment(each) ?? '').replaceAll(/\s+/g, ' ').trim();
  const tag = comment?.tags?.find((each) => each.tagName.text === 'default');
  return {
    optional: member.questionToken !== undefined,
    documentation: text(comment?.comment),
    default: tag === undefined ? undefined : text(tag.comment),
  };
}

function shapeOf(keys: readonly ConfigKey[], name: string): Shape | undefined {
  return keys.find((key) => key.name === name)?.shape;
}

/** What a list of objects has in it. */
function elementOf(keys: readonly ConfigKey[], name: string): ObjectShape {
  return (shapeOf(keys, name) as ListShape).of as ObjectShape;
}

const PROPS = interfaces();

const accounts = shapeOf(CONFIG.keys, 'accounts') as MapShape;
const pipelines = shapeOf(CONFIG.keys, 'pipelines') as MapShape;

const TYPES: readonly (readonly [string, ObjectShape])[] = [
  ['PipelineConfigProps', CONFIG],
  ['AccountProps', accounts.of as ObjectShape],
  ['PipelineProps', pipelines.of as ObjectShape],
  ['FeatureBranchesProps', shapeOf(CONFIG.keys, 'feature_branches') as ObjectShape],
  ['SourceProps', shapeOf(CONFIG.keys, 'source') as ObjectShape],
  ['ToolVersionsProps', shapeOf(CONFIG.keys, 'tool_versions') as ObjectShape],
  ['ArtifactStoreSettings', shapeOf(CONFIG.keys, 'artifact_stores') as ObjectShape],
  ['TriggerSettings', TRIGGERS],
  ['PushTriggerSettings', elementOf(TRIGGERS.keys, 'push')],
  ['PullRequestTriggerSettings', elementOf(TRIGGERS.keys, 'pull_request')],
  ['PatternSettings', shapeOf(elementOf(TRIGGERS.keys, 'push').keys, 'tags') as ObjectShape],
  ['VariableSettings', PIPELINE_VARIABLE],
  ['ConditionsSettings', shapeOf(CONDITION_KEYS, 'before_entry') as ObjectShape],
  ['ConditionsSettings', shapeOf(CONDITION_KEYS, 'on_success') as ObjectShape],
  ['FailureSettings', shapeOf(CONDITION_KEYS, 'on_failure') as ObjectShape],
  ['ConditionSettings', elementOf((shapeOf(CONDITION_KEYS, 'on_failure') as ObjectShape).keys, 'conditions')],
  ['RuleSettings', RULE],
  ['RuleConfigurationSettings', shapeOf(RULE.keys, 'configuration') as ObjectShape],
  ['BuildProps', BUILD],
  ['NotificationProps', NOTIFICATION],
  ['SlackProps', elementOf(NOTIFICATION.keys, 'slack')],
  ['VpcConfig', shapeOf(BUILD.keys, 'vpc') as ObjectShape],
  ['ProxyConfig', shapeOf(BUILD.keys, 'proxy') as ObjectShape],
];

describe.each(TYPES)('%s', (type, { keys }) => {
  const props = PROPS.get(type) ?? new Map<string, Prop>();

  test('has the keys of the table, and no others but `values`', () => {
    const names = [...props.keys()].filter((name) => name !== 'values');
    expect(names.sort()).toEqual(keys.map(({ name }) => spell(name, 'props')).sort());
  });

  test.each(keys.map((key) => [spell(key.name, 'props'), key] as const))('%s is what the table says', (name, key) => {
    const { optional, default: written } = props.get(name) ?? { optional: undefined, default: undefined };
    expect(optional).toBe(key.required !== true);
    if (key.required === true) expect(written).toBeUndefined();
    else if (key.otherwise !== undefined) expect(written).toBe(`- ${key.otherwise}`);
    // An enum's member is written by its name.
    else if (typeof key.default === 'string')
      expect(written?.toLowerCase()).toMatch(new RegExp(`\\.${key.default}$`, 'i'));
    else if (key.default !== undefined) expect(written).toBe(String(key.default));
  });
});

test('every key has a sentence that says what it is, and what its absence means or that it is required', () => {
  const visit = (shape: Shape): ConfigKey[] => {
    if (shape.kind === 'object') return shape.keys.flatMap((key) => [key, ...visit(key.shape)]);
    if (shape.kind === 'list') return visit(shape.of);
    return shape.kind === 'map' ? [...(shape.fixed ?? []), ...visit(shape.of)] : [];
  };
  const keys = visit(CONFIG);
  expect(keys.length).toBeGreaterThan(60);
  for (const { name, description, required, missing, default: value, otherwise } of keys) {
    expect(description, name).toMatch(/^[A-Z'].*\.$/);
    expect([required === true || value !== undefined || otherwise !== undefined || name === 'region', name]).toEqual([
      true,
      name,
    ]);
    expect([required === undefined, name]).toEqual([missing === undefined, name]);
  }
});

test("the README's table has every key once, and is as prettier leaves it", async () => {
  const table = configKeyTable();
  expect(await format(table, { parser: 'markdown', printWidth: 120 })).toBe(`${table}\n`);
  const keys = [...table.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).toEqual(
    expect.arrayContaining(['owner', 'accounts.<stage>.regions', 'pipelines.<name>.stages', 'build.vpc.vpc_id']),
  );
});
