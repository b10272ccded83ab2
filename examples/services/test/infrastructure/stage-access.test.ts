// Who reaches into the account of a stage, and what for: on one side the roles of the access stacks, on the other those
// of the pipelines' builds.
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { addServices } from '../../lib/services-app';
import { newApp } from './new-app';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}
interface Step {
  readonly stage: string;
  readonly action: string;
  readonly commands: string[];
}

let assembly: CloudAssembly;

beforeAll(() => {
  const app = newApp();
  addServices(app);
  assembly = app.synth();
});

function resources(stackName: string, type: string): [string, Record<string, unknown>][] {
  const template = assembly.getStackByName(stackName).template as { Resources: Record<string, Resource> };
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, Properties]);
}

/** The CodeBuild actions of a pipeline whose commands are in the template. */
function builds(name: string): Step[] {
  const stackName = `services-${name}`;
  const projects = Object.fromEntries(resources(stackName, 'AWS::CodeBuild::Project'));
  const [pipeline] = resources(stackName, 'AWS::CodePipeline::Pipeline').map(([, properties]) => properties);
  const stages = pipeline?.['Stages'] as {
    readonly Name: string;
    readonly Actions: { readonly Name: string; readonly Configuration: { readonly ProjectName?: { Ref: string } } }[];
  }[];
  return stages.flatMap((stage) =>
    stage.Actions.flatMap(({ Name: action, Configuration: { ProjectName } }) => {
      const source = ProjectName === undefined ? undefined : projects[ProjectName.Ref]?.['Source'];
      const text = (source as { readonly BuildSpec?: unknown } | undefined)?.BuildSpec;
      if (typeof text !== 'string' || !text.startsWith('{')) return [];
      const { phases } = JSON.parse(text) as { phases: Record<string, { readonly commands: string[] }> };
      return [{ stage: stage.Name, action, commands: Object.values(phases).flatMap(({ commands }) => commands) }];
    }),
  );
}

/** The ARNs of the roles that the policies of a pipeline's stack let somebody assume by name, with who it is. */
function assumes(name: string): [unknown, string][] {
  return resources(`services-${name}`, 'AWS::IAM::Policy').flatMap(([, { PolicyDocument, Roles }]) => {
    const { Statement } = PolicyDocument as { readonly Statement: { readonly Action: unknown; Resource: unknown }[] };
    const arns = Statement.filter(({ Action }) => Action === 'sts:AssumeRole').map(({ Resource }) => Resource);
    return arns
      .flat()
      .filter((arn) => typeof arn === 'string' && arn.includes(':role/trunkline-'))
      .map((arn): [unknown, string] => [(Roles as { readonly Ref: string }[]).map(({ Ref }) => Ref), arn as string]);
  });
}

describe('the role in the account of a stage', () => {
  it.each([
    ['dev', '222233334444', 'development'],
    ['qa', '333344445555', 'development'],
    ['prod', '444455556666', 'production'],
  ])('of %s, in %s, trusts the tests of that stage and nobody else', (stage, account, pipeline) => {
    const { environment } = assembly.getStackByName(`trunkline-access-services-${stage}`);
    expect(environment).toMatchObject({ account, region: 'eu-central-1' });
    const [[, role] = [], ...others] = resources(`trunkline-access-services-${stage}`, 'AWS::IAM::Role');
    expect(others).toEqual([]);
    expect(role?.['RoleName']).toBe(`trunkline-services-${stage}`);
    const { Statement } = role?.['AssumeRolePolicyDocument'] as { readonly Statement: unknown };
    expect(Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Condition: {
          ArnEquals: {
            'aws:PrincipalArn': `arn:aws:iam::111122223333:role/trunkline-services-${pipeline}-${stage}-tests`,
          },
        },
      },
    ]);
  });

  it.each(['dev', 'qa', 'prod'])(
    'of %s may look at jobs, which the integration tests do, and nothing else',
    (stage) => {
      const stack = `trunkline-access-services-${stage}`;
      expect(resources(stack, 'AWS::IAM::Role')[0]?.[1]['ManagedPolicyArns']).toBeUndefined();
      const policies = resources(stack, 'AWS::IAM::Policy').map(([, { PolicyDocument }]) => PolicyDocument);
      expect(policies).toEqual([
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['batch:DescribeJobDefinitions', 'batch:DescribeJobQueues'], Resource: '*' },
          ],
        },
      ]);
    },
  );
});

describe('the builds of the pipelines', () => {
  it('assume the role of a stage in its tests alone, by a profile and without shell code of the project', () => {
    const steps = ['development', 'production'].flatMap(builds);
    const withProfile = steps.filter(({ commands }) => commands.some((command) => command.includes('AWS_PROFILE=')));
    expect(withProfile.map(({ stage, action }) => `${stage}/${action}`).sort()).toEqual([
      'Dev/AcceptanceTests',
      'Dev/IntegrationTests',
      'Prod/eu-central-1.IntegrationTests',
      'Prod/eu-west-1.IntegrationTests',
      'Qa/AcceptanceTests',
      'Qa/eu-central-1.IntegrationTests',
      'Qa/eu-west-1.IntegrationTests',
    ]);
    expect(steps.filter(({ commands }) => commands.some((command) => /assume-role/.test(command)))).toEqual([]);
    const tests = withProfile.find(({ action }) => action === 'eu-west-1.IntegrationTests');
    expect(tests?.commands.join('\n')).toContain('role_arn = arn:aws:iam::333344445555:role/trunkline-services-qa');
    expect(tests?.commands.join('\n')).toContain('region = eu-west-1');
    expect(tests?.commands.at(-1)).toBe('npm run test:integration --workspace services');
  });

  it.each([
    ['development', ['dev', 'qa']],
    ['production', ['prod']],
  ])('of %s have a role for the tests of each stage, which may assume that one role', (name, stages) => {
    const roles = Object.fromEntries(resources(`services-${name}`, 'AWS::IAM::Role'));
    const accounts: Record<string, string> = { dev: '222233334444', qa: '333344445555', prod: '444455556666' };
    const found = assumes(name).map(([who, arn]) => [(who as string[]).map((id) => roles[id]?.['RoleName']), arn]);
    expect(found.sort()).toEqual(
      stages.map((stage) => [
        [`trunkline-services-${name}-${stage}-tests`],
        `arn:aws:iam::${accounts[stage] ?? ''}:role/trunkline-services-${stage}`,
      ]),
    );
  });
});
