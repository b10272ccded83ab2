// How the pipeline of a branch ends: what its last stage deletes, in which order, with which rights, and who may begin it.
import { LegacyStackSynthesizer, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { ExecutionMode } from 'aws-cdk-lib/aws-codepipeline';
import { Group, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { FeatureBranch, type EndStageOptions, type StageContext } from '../../../src';
import { MainOnlyPipeline, outline, pipelineOf, said, type SynthesizedPipeline } from '../services-pipeline';
import { branchApp, branchPipeline, regularApp, ShopPipeline } from './branch-pipeline';

const SLUG = FeatureBranch.slugOf('feature/x');

interface Ended extends SynthesizedPipeline {
  readonly ExecutionMode?: string;
  readonly DisableInboundStageTransitions?: readonly { readonly StageName: string; readonly Reason: string }[];
}

/** `deploy-role-...` of an ARN. */
function roleOf(arn: unknown): string {
  return /cdk-hnb659fds-([a-z-]+-role-[\d]+-[a-z0-9-]+)/.exec(JSON.stringify(arn))?.[1] ?? '';
}

describe('the last stage', () => {
  const stack = branchPipeline(branchApp(), ShopPipeline);
  const pipeline = pipelineOf(stack) as Ended;
  const actions = pipeline.Stages.find(({ Name }) => Name === 'End')?.Actions ?? [];

  test('deletes what was delivered in the reverse order, and then the pipeline', () => {
    expect(
      outline(pipeline)
        .map((line) => line.replaceAll(SLUG, '<x>'))
        .at(-1),
    ).toBe(
      'End: 1 Qa-<x>-services-Site.eu-central-1, 1 Qa-<x>-services-Site.us-east-1, ' +
        '2 Qa-<x>-services-Data.eu-central-1, 2 Qa-<x>-services-Data.us-east-1, ' +
        '3 Qa-<x>-Bootstrap-services-Base.eu-central-1, 3 Qa-<x>-Bootstrap-services-Base.us-east-1, ' +
        '4 Dev-<x>-services-Site, 5 Dev-<x>-services-Data, 6 Dev-<x>-Bootstrap-services-Base, ' +
        '7 services-pipeline-<x>',
    );
  });

  test('deletes every stack that the pipeline deploys, where it deploys it, with the roles that it has for that', () => {
    const deployed = pipeline.Stages.flatMap(({ Actions }) => Actions)
      .filter(({ Configuration }) => Configuration?.['ActionMode'] === 'CHANGE_SET_REPLACE')
      .map(({ Configuration, Region, RoleArn }) => [
        Configuration?.['StackName'],
        Region,
        roleOf(RoleArn),
        roleOf(Configuration?.['RoleArn']),
      ]);
    const deleted = actions.map(({ Configuration, Region, RoleArn }) => [
      Configuration?.['StackName'],
      Region,
      roleOf(RoleArn),
      roleOf(Configuration?.['RoleArn']),
    ]);
    expect(deployed).toHaveLength(9);
    expect(deleted.slice(0, -1).sort()).toEqual(deployed.sort());
    expect(deleted.at(-1)).toEqual([
      stack.stackName,
      undefined,
      'deploy-role-111111111111-eu-central-1',
      'cfn-exec-role-111111111111-eu-central-1',
    ]);
    expect(new Set(actions.map(({ Configuration }) => Configuration?.['ActionMode']))).toEqual(
      new Set(['DELETE_ONLY']),
    );
  });

  test('waits for somebody to enable its transition, and says how', () => {
    expect(pipeline.DisableInboundStageTransitions).toEqual([
      {
        StageName: 'End',
        Reason: expect.stringContaining(`enable-stage-transition --pipeline-name services-${SLUG} `),
      },
    ]);
    // The pattern of CloudFormation's property.
    expect(pipeline.DisableInboundStageTransitions?.[0]?.Reason).toMatch(/^[a-zA-Z0-9!@ ().*?-]{1,300}$/);
  });

  test('needs no more than the roles that deploy, and no stack of its own', () => {
    const assumed = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    expect(assumed).toContain('role/cdk-hnb659fds-deploy-role-111111111111-eu-central-1');
    const app = stack.node.root as ReturnType<typeof branchApp>;
    expect(app.synth().stacks.map(({ stackName }) => stackName)).toEqual([stack.stackName]);
    Template.fromStack(stack).resourcePropertiesCountIs(
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'cloudformation.amazonaws.com' } }] } },
      0,
    );
  });

  test('is no part of a regular pipeline, which is the same as without branches', () => {
    const regular = branchPipeline(regularApp(), ShopPipeline);
    expect(outline(pipelineOf(regular)).some((line) => line.startsWith('End'))).toBe(false);
    const app = regularApp({ feature_branches: undefined });
    expect(Template.fromStack(regular).toJSON()).toEqual(
      Template.fromStack(branchPipeline(app, ShopPipeline)).toJSON(),
    );
  });
});

test('two branches that differ in case alone have no stack, role or project in common', () => {
  const namesOf = (branch: string): string[] => {
    const stack = branchPipeline(branchApp(branch), ShopPipeline);
    const pipeline = pipelineOf(stack);
    const template = Template.fromStack(stack);
    const named = (type: string, key: string): string[] =>
      Object.values(template.findResources(type)).flatMap((resource) => {
        const name = (resource as { Properties: Record<string, string> }).Properties[key];
        return name === undefined ? [] : [name];
      });
    const deleted =
      pipeline.Stages.at(-1)?.Actions.map(({ Configuration }) => String(Configuration?.['StackName'])) ?? [];
    return [
      ...new Set([
        pipeline.Name,
        ...deleted,
        ...named('AWS::IAM::Role', 'RoleName'),
        ...named('AWS::CodeBuild::Project', 'Name'),
      ]),
    ];
  };
  const [one, other] = [namesOf('feature/x'), namesOf('feature/X')];
  expect(one.length).toBeGreaterThan(12);
  expect(new Set([...one, ...other].map((name) => name.toLowerCase())).size).toBe(one.length + other.length);
});

/** A pipeline that says something of its own about its end. */
function ending(answer: unknown): new (...args: ConstructorParameters<typeof MainOnlyPipeline>) => MainOnlyPipeline {
  return class extends MainOnlyPipeline {
    public override endStage(): EndStageOptions | undefined {
      return answer as EndStageOptions | undefined;
    }
  };
}

describe('the hook endStage', () => {
  test('leaves the stage out', () => {
    const pipeline = pipelineOf(branchPipeline(branchApp(), ending(undefined))) as Ended;
    expect(pipeline.Stages.map(({ Name }) => Name)).not.toContain('End');
    expect(pipeline.DisableInboundStageTransitions).toBeUndefined();
  });

  test('gives another reason, and what happens before anything is deleted', () => {
    const firstActions = [
      new ManualApprovalAction({ actionName: 'Sure' }),
      new ManualApprovalAction({ actionName: 'Really', runOrder: 2 }),
    ];
    const stack = branchPipeline(branchApp(), ending({ reason: 'Ask the team first!', firstActions }));
    const pipeline = pipelineOf(stack) as Ended;
    expect(pipeline.DisableInboundStageTransitions).toEqual([{ StageName: 'End', Reason: 'Ask the team first!' }]);
    expect(outline(pipeline).at(-1)).toMatch(/^End: 1 Sure, 2 Really, 3 Qa-/);
  });

  test.each<[unknown, RegExp]>([
    [
      { reason: "the team's" },
      /Hook endStage of pipeline feature-x-\w+: returned the reason "the team's"; CodePipeline takes letters of English/,
    ],
    [{ reason: '' }, /returned the text "" where the reason for a disabled transition has to be/],
    [{ reason: 'x'.repeat(301) }, /returned a reason of 301 characters, and may have 300\. Return EndStageOptions, or/],
    [{ first_actions: [] }, /returned the unknown member "first_actions"; did you mean "firstActions"\?/],
    [{ because: 'x' }, /returned the unknown member "because"; there are "reason", "firstActions"\./],
    [{ firstActions: 5 }, /returned number 5 as firstActions, where a list of actions/],
    [{ firstActions: [5] }, /returned number 5 as element 0 of firstActions, where a list of actions/],
    [{ firstActions: [undefined] }, /returned nothing as element 0 of firstActions/],
    [[], /returned a list of 0 where EndStageOptions have to be/],
    ['End', /returned the text "End" where EndStageOptions have to be\. .*None in Python/],
  ])('is told what is wrong with %j', (answer, problem) => {
    expect(said(branchPipeline(branchApp(), ending(answer)))).toMatch(problem);
  });

  test('is refused where the executions of the pipeline would all end it', () => {
    class Parallel extends MainOnlyPipeline {
      public override executionMode(): ExecutionMode {
        return ExecutionMode.PARALLEL;
      }
    }
    expect(said(branchPipeline(branchApp(), Parallel))).toMatch(/cannot have the execution mode PARALLEL.*SUPERSEDED/);
  });

  test('is refused where nobody has the right to delete the stacks', () => {
    class Unbootstrapped extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        const stage = new Stage(scope, context.id, context.stageProps);
        new Bucket(new Stack(stage, 'Main', { synthesizer: new LegacyStackSynthesizer() }), 'Bucket', {
          removalPolicy: RemovalPolicy.DESTROY,
        });
        return stage;
      }
    }
    expect(said(branchPipeline(branchApp(), Unbootstrapped))).toMatch(
      /cannot delete Qa-\S+-services-Main, Dev-\S+-services-Main, whose synthesizer names no deploy role and execution role/,
    );
  });

  test('follows the qualifier of the bootstrap stacks', () => {
    const app = branchApp('feature/x', { bootstrap_qualifier: 'teamb' });
    const own = pipelineOf(branchPipeline(app, MainOnlyPipeline)).Stages.at(-1)?.Actions.at(-1);
    expect(JSON.stringify(own)).toContain('role/cdk-teamb-deploy-role-111111111111-eu-central-1');
  });
});

test('more stacks than a stage of CodePipeline takes are deleted by further stages, of which the first holds all back', () => {
  class Many extends MainOnlyPipeline {
    public override appStage(scope: Construct, context: StageContext): Stage {
      const stage = super.appStage(scope, context);
      for (let i = 0; i < 30; i++) {
        new Bucket(new Stack(stage, `Stack${String(i)}`), 'Bucket', { removalPolicy: RemovalPolicy.DESTROY });
      }
      return stage;
    }
  }
  const app = branchApp('feature/x', { feature_branches: { stages: ['qa'], branches: ['**'] } });
  const pipeline = pipelineOf(branchPipeline(app, Many)) as Ended;
  const ends = pipeline.Stages.filter(({ Name }) => Name.startsWith('End'));
  expect(ends.map(({ Name, Actions }) => [Name, Actions.length])).toEqual([
    ['End', 50],
    ['End.2', 13],
  ]);
  expect(ends.at(-1)?.Actions.at(-1)?.Configuration?.['StackName']).toBe(`services-pipeline-${SLUG}`);
  expect(pipeline.DisableInboundStageTransitions?.map(({ StageName }) => StageName)).toEqual(['End']);
});

describe('whoever is granted to end a branch', () => {
  test('may enable that one transition, and nothing else', () => {
    const app = branchApp();
    const people = new Stack(app, 'People', { env: { account: '111111111111', region: 'eu-central-1' } });
    const group = new Group(people, 'Group');
    const stack = branchPipeline(app, MainOnlyPipeline);
    stack.grantEnd(group);
    app.synth();
    Template.fromStack(people).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'codepipeline:EnableStageTransition',
            Effect: 'Allow',
            Resource: {
              'Fn::Join': [
                '',
                ['arn:', { Ref: 'AWS::Partition' }, `:codepipeline:eu-central-1:111111111111:services-${SLUG}/End`],
              ],
            },
          },
        ],
      },
    });
  });

  test('has the right from the stack that ends, where the role is one that was there before', () => {
    const stack = branchPipeline(branchApp(), MainOnlyPipeline);
    stack.grantEnd(Role.fromRoleName(stack, 'Ending', 'services-branch-ends'));
    pipelineOf(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: ['services-branch-ends'],
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'codepipeline:EnableStageTransition' })] },
    });
  });

  test('is told where the pipeline is that of no branch', () => {
    const stack = branchPipeline(regularApp(), MainOnlyPipeline);
    expect(() => stack.grantEnd(new Group(stack, 'Group'))).toThrow(/grantEnd\(\) is about the pipeline of a branch/);
  });
});

describe('what the end would leave is warned of', () => {
  class Keeping extends MainOnlyPipeline {
    public override appStage(scope: Construct, context: StageContext): Stage {
      const stage = new Stage(scope, context.id, context.stageProps);
      const stack = new Stack(stage, 'Main', { terminationProtection: context.baseStage === 'dev' });
      new Bucket(stack, 'Bucket', {
        removalPolicy: context.baseStage === 'dev' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
      return stage;
    }
  }

  test('resources that CloudFormation keeps, and stacks that it does not delete', () => {
    const stack = branchPipeline(branchApp(), Keeping);
    pipelineOf(stack);
    const warnings = Annotations.fromStack(stack);
    warnings.hasWarning(
      '*',
      Match.stringLikeRegexp(`these resources stay: Dev-${SLUG}-services-Main/Bucket\\w+\\. Give`),
    );
    warnings.hasWarning('*', Match.stringLikeRegexp(`lets nobody delete Dev-${SLUG}-services-Main, so`));
  });

  test('of no regular pipeline, and of none where everything goes', () => {
    for (const stack of [branchPipeline(regularApp(), Keeping), branchPipeline(branchApp(), ShopPipeline)]) {
      pipelineOf(stack);
      Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('branchLeavesResources|branchProtected'));
    }
  });
});
