// What is delivered: each combo with a build of its own, so that one that fails stops no other.
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectOf } from '../../lib/combo';
import { CombosStage } from '../../lib/combos-stage';
import { readCombos } from '../../lib/read-combos';
import { newApp } from './new-app';

interface Rule {
  readonly ScheduleExpression?: string;
  readonly EventPattern?: { readonly source: string[] };
  readonly Targets: { readonly Arn: unknown }[];
}

let template: Template;

beforeAll(() => {
  const combos = readCombos(newApp());
  const env = { account: '111122223333', region: 'eu-central-1' };
  const stage = new CombosStage(new App(), 'Combos', { env, combos, emails: ['platform@example.org'] });
  template = Template.fromStack(stage.node.findChild('Combos') as Stack);
});

function rules(): Rule[] {
  return Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties as Rule);
}

function projects(): string[] {
  return Object.keys(template.findResources('AWS::CodeBuild::Project'));
}

describe('each combo', () => {
  it('has a project, which builds it alone', () => {
    const commands = Object.values(template.findResources('AWS::CodeBuild::Project')).flatMap(
      ({ Properties }) => /trunkline combo (\S+ \S+) --check/.exec(Properties.Source.BuildSpec as string)?.[1] ?? [],
    );
    expect(commands).toHaveLength(27);
    expect(new Set(commands).size).toBe(27);
    expect(commands).toContain('ruby:4.0 node:26');
  });

  it('has a project with a name that the acceptance tests know', () => {
    const combos = readCombos(newApp());
    const names = Object.values(template.findResources('AWS::CodeBuild::Project')).map(
      ({ Properties }) => Properties.Name as string,
    );
    expect(names.sort()).toEqual(combos.map(projectOf).sort());
    expect(names).toContain('combo-images-python_node-3-12_22');
  });

  it('is looked at every day and after each deployment, whatever becomes of the others', () => {
    const starts = (which: (rule: Rule) => boolean): unknown[] =>
      rules()
        .filter(which)
        .map(({ Targets }) => Targets);
    const own = projects().map((id) => expect.objectContaining({ Arn: { 'Fn::GetAtt': [id, 'Arn'] } }) as unknown);
    const daily = starts(({ ScheduleExpression }) => ScheduleExpression !== undefined);
    const deployed = starts(({ EventPattern }) => EventPattern?.source[0] === 'aws.cloudformation');
    expect(own).toHaveLength(27);
    for (const found of [daily, deployed]) {
      expect(found).toHaveLength(27);
      for (const project of own) expect(found).toContainEqual([project]);
    }
  });

  it('has its digest in a parameter', () => {
    const names = Object.values(template.findResources('AWS::SSM::Parameter')).map(
      ({ Properties }) => Properties.Name as string,
    );
    expect(names).toHaveLength(27);
    expect(names).toContain('/combos/python_node/3.12_22');
    expect(names).toContain('/combos/eclipse-temurin_node/21_24');
  });

  it('tells the one topic of its failures', () => {
    template.resourceCountIs('AWS::SNS::Topic', 1);
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    const failures = rules().filter(({ EventPattern }) => EventPattern?.source[0] === 'aws.codebuild');
    expect(failures).toHaveLength(27);
    for (const { Targets } of failures) expect(Targets).toMatchObject([{ Arn: { Ref: topic } }]);
    template.hasResourceProperties('AWS::SNS::Subscription', { Endpoint: 'platform@example.org' });
  });
});

it('combos of the same languages share a repository', () => {
  const names = Object.values(template.findResources('AWS::ECR::Repository')).map(
    ({ Properties }) => Properties.RepositoryName as string,
  );
  expect(names.sort()).toEqual(['combos/eclipse-temurin_node', 'combos/python_node', 'combos/ruby_node']);
});

it('is deployed without buckets, keys, functions or custom resources', () => {
  const types = Object.values(template.toJSON()['Resources'] as Record<string, { Type: string }>).map(
    ({ Type }) => Type,
  );
  expect(types.filter((type) => /^(AWS::S3|AWS::KMS|AWS::Lambda|AWS::CloudFormation|Custom)::/.test(type))).toEqual([]);
});

describe('a stack has its limit', () => {
  /** Combos of one repository. */
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ images: [`python:3.${String(index)}`, 'node:22'] }));
  const stageOf = (count: number) => new CombosStage(new App(), 'Combos', { combos: many(count), emails: [] });

  it('which is said in the words of the list before CDK says it in its own', () => {
    expect(() => stageOf(46)).toThrow(
      /^The list of combos \(context "combos" of cdk\.json\) has a mistake:\n {2}\$\.combos: makes 46 combos with \d+ resources/,
    );
  });

  it('and what is let pass can be synthesized', () => {
    const stage = stageOf(44);
    const { Resources } = Template.fromStack(stage.node.findChild('Combos') as Stack).toJSON() as {
      Resources: Record<string, unknown>;
    };
    expect(Object.keys(Resources).length).toBeLessThanOrEqual(500);
    expect(Object.keys(Resources).length).toBeGreaterThan(480);
  });
});
