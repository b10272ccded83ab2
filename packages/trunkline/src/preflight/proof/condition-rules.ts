// The rules of a pipeline's stage conditions, in the form of actions: they have types, configurations and roles as those do.
import type { Action } from '../../model/pipeline.js';
import type { TemplateValue } from '../../model/template.js';
import type { LandscapePipeline } from '../landscape/landscape.js';
import { field, items, textField } from '../landscape/values.js';

const CONDITIONS = ['BeforeEntry', 'OnSuccess', 'OnFailure'] as const;

/** By stage. Source: CodePipeline API Reference, StageDeclaration, Condition, RuleDeclaration. */
export function conditionRules({ properties }: LandscapePipeline): ReadonlyMap<string, readonly Action[]> {
  return new Map(
    items(properties.Stages).map((stage) => [
      textField(stage, 'Name') ?? '',
      CONDITIONS.flatMap((when) => items(field(field(stage, when), 'Conditions')))
        .flatMap((condition) => items(field(condition, 'Rules')))
        .map(ruleOf),
    ]),
  );
}

function ruleOf(rule: TemplateValue): Action {
  const type = field(rule, 'RuleTypeId');
  const region = textField(rule, 'Region');
  const roleArn = textField(rule, 'RoleArn');
  return {
    name: textField(rule, 'Name') ?? '',
    actionTypeId: {
      category: textField(type, 'Category') ?? 'Rule',
      owner: textField(type, 'Owner') ?? 'AWS',
      provider: textField(type, 'Provider') ?? '',
      version: textField(type, 'Version') ?? '1',
    },
    runOrder: 1,
    configuration: configurationOf(field(rule, 'Configuration')),
    inputArtifacts: items(field(rule, 'InputArtifacts')).flatMap((artifact) => textField(artifact, 'Name') ?? []),
    outputArtifacts: [],
    ...(region === undefined ? {} : { region }),
    ...(roleArn === undefined ? {} : { roleArn }),
  };
}

function configurationOf(value: TemplateValue | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.keys(value).flatMap((key) => {
      const text = textField(value, key);
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
}
