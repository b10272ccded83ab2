// The permissions boundary and the bootstrap qualifier of the configuration reach everything that is created.
import {
  DefaultStackSynthesizer,
  PermissionsBoundary,
  RemovalPolicy,
  Stack,
  Stage,
  type App,
  type CfnOutput,
} from 'aws-cdk-lib';
import { Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import {
  ArtifactStoreParametersStack,
  ArtifactStoreStack,
  PipelineConfig,
  StageAccessStack,
  type StageContext,
} from '../../src';
import { CONFIG, everyStack, MainOnlyPipeline, quickApp, said, ServicesPipeline } from './services-pipeline';

interface Identity {
  readonly Type: string;
  readonly Properties?: { readonly PermissionsBoundary?: unknown };
}

function identityStack(stage: Stage, id = 'Identities'): Stack {
  const stack = new Stack(stage, id);
  new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  new User(stack, 'User');
  return stack;
}

/** Roles and users in each part. */
class Bounded extends ServicesPipeline {
  public override testEnvironment(): Record<string, CfnOutput> {
    return {};
  }

  public override imageEnvironment(): Record<string, CfnOutput> {
    return {};
  }

  public override bootstrapStage(scope: Construct, context: StageContext): Stage {
    const stage = new Stage(scope, context.id, context.stageProps);
    identityStack(stage);
    return stage;
  }

  public override appStage(scope: Construct, context: StageContext): Stage {
    const stage = new Stage(scope, context.id, context.stageProps);
    identityStack(stage);
    return stage;
  }
}

/** As Python does it, which cannot pass on `stageProps`. */
class WithoutProps extends ServicesPipeline {
  public override testEnvironment(): Record<string, CfnOutput> {
    return {};
  }

  public override bootstrapStage(): undefined {
    return undefined;
  }

  public override appStage(scope: Construct, context: StageContext): Stage {
    const stage = new Stage(scope, context.id, { env: context.env, stageName: context.stackNamePrefix });
    identityStack(stage);
    return stage;
  }
}

/** The names of the boundaries of all roles and users of each stack. */
function boundaries(assembly: CloudAssembly): Record<string, string[]> {
  return Object.fromEntries(
    everyStack(assembly).flatMap(({ name, template }) => {
      const resources = Object.values((template as { Resources?: Record<string, Identity> }).Resources ?? {});
      const identities = resources.filter(({ Type }) => Type === 'AWS::IAM::Role' || Type === 'AWS::IAM::User');
      const found = identities.map(
        ({ Properties }) =>
          /policy\/([\w-]+)/.exec(JSON.stringify(Properties?.PermissionsBoundary ?? ''))?.[1] ?? 'none',
      );
      return identities.length === 0 ? [] : [[name.split(' ')[0] ?? name, [...new Set(found)]] as const];
    }),
  );
}

const pipelines = {
  main: { branch: 'trunk', stages: ['dev', 'qa'], permissions_boundary: 'ForPipeline', toolchain: true },
};
const accounts = { ...CONFIG.accounts, qa: { ...CONFIG.accounts.qa, permissions_boundary: 'ForQa' } };

describe('permissions boundary', () => {
  const inEach = {
    Pipeline: ['ForPipeline'],
    'Pipeline/Dev-eu-central-1/Identities': ['ForPipeline'],
    'Pipeline/Qa-eu-central-1/Identities': ['ForQa'],
    'Pipeline/Qa-us-east-1/Identities': ['ForQa'],
  };

  test.each([true, false])(
    'of the pipeline, and of a stage, which wins there; aspects stabilized: %s',
    (stabilized) => {
      const app = quickApp({ config: { ...CONFIG, pipelines, accounts } });
      new Bounded(app, 'Pipeline', { pipeline: 'main' });
      expect(boundaries(app.synth({ aspectStabilization: stabilized }))).toEqual({
        ...inEach,
        'Pipeline/Dev-Bootstrap-eu-central-1/Identities': ['ForPipeline'],
        'Pipeline/Qa-Bootstrap-eu-central-1/Identities': ['ForQa'],
        'Pipeline/Qa-Bootstrap-us-east-1/Identities': ['ForQa'],
      });
    },
  );

  test.each([true, false])('also where a Stage is created without stageProps; priorities of Aspects set: %s', (set) => {
    const flag = { '@aws-cdk/core:aspectPrioritiesMutating': set };
    const app = quickApp({ config: { ...CONFIG, pipelines, accounts }, ...flag });
    new WithoutProps(app, 'Pipeline', { pipeline: 'main' });
    expect(boundaries(app.synth())).toEqual(inEach);
  });

  test('one that a project gives to a Stage or to a Stack is left alone', () => {
    class Own extends WithoutProps {
      public override appStage(scope: Construct, context: StageContext): Stage {
        const stage = new Stage(scope, context.id, {
          ...context.stageProps,
          permissionsBoundary: PermissionsBoundary.fromName('OfStage'),
        });
        identityStack(stage);
        new Role(new Stack(stage, 'Own', { permissionsBoundary: PermissionsBoundary.fromName('OfStack') }), 'Role', {
          assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        });
        return stage;
      }
    }
    const app = quickApp({ config: { ...CONFIG, pipelines, accounts } });
    new Own(app, 'Pipeline', { pipeline: 'main' });
    expect(boundaries(app.synth())).toMatchObject({
      'Pipeline/Qa-us-east-1/Identities': ['OfStage'],
      'Pipeline/Qa-us-east-1/Own': ['OfStack'],
    });
  });

  test('also where a store has a role, as one that empties its bucket', () => {
    const app = quickApp({ config: { ...CONFIG, permissions_boundary: 'ForAll' } });
    ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app), {
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    expect(boundaries(app.synth())).toEqual({
      'trunkline-artifacts-eu-central-1': ['ForAll'],
      'trunkline-artifacts-us-east-1': ['ForAll'],
    });
  });

  test('none where the configuration has none', () => {
    const app = quickApp();
    new Bounded(app, 'Pipeline', { pipeline: 'development' });
    expect([...new Set(Object.values(boundaries(app.synth())).flat())]).toEqual(['none']);
  });
});

describe('bootstrap qualifier', () => {
  const config = { ...CONFIG, bootstrap_qualifier: 'custom' };

  test('of roles, asset buckets and policies, in the pipeline, in all stages, and in what is deployed beside them', () => {
    const app = quickApp({ config });
    const read = PipelineConfig.fromContext(app);
    ArtifactStoreParametersStack.forStores(app, ArtifactStoreStack.forConfig(app, read));
    StageAccessStack.forConfig(app, read);
    new ServicesPipeline(app, 'Pipeline', { pipeline: 'development', config: read });
    const assembly = app.synth();
    expect(assembly.stacks.map(({ stackName }) => stackName).sort()).toEqual([
      'Pipeline',
      'trunkline-access-services-dev',
      'trunkline-access-services-prod',
      'trunkline-access-services-qa',
      'trunkline-artifacts-eu-central-1',
      'trunkline-artifacts-parameters',
      'trunkline-artifacts-us-east-1',
    ]);
    for (const stack of assembly.stacksRecursively) {
      expect(stack.assumeRoleArn).toContain(':role/cdk-custom-deploy-role-');
      expect(stack.cloudFormationExecutionRoleArn).toContain('cdk-custom-cfn-exec-role-');
      expect(stack.requiresBootstrapStackVersion).toBeGreaterThan(0);
      expect(stack.bootstrapStackVersionSsmParameter).toBe('/cdk-bootstrap/custom/version');
    }
    const text = JSON.stringify(everyStack(assembly));
    expect(text).toContain('cdk-custom-deploy-role-');
    expect(text).not.toContain('hnb659fds');
  });

  test('of a Stage that is created without stageProps', () => {
    const app = quickApp({ config });
    new WithoutProps(app, 'Pipeline', { pipeline: 'development' });
    expect(JSON.stringify(app.synth().stacksRecursively.map((stack) => stack.assumeRoleArn))).not.toContain(
      'hnb659fds',
    );
  });

  test('that the context of the app has too, and the same, or another', () => {
    const withContext = (qualifier: string): App => quickApp({ config, '@aws-cdk/core:bootstrapQualifier': qualifier });
    expect(said(new MainOnlyPipeline(withContext('custom'), 'Pipeline', { pipeline: 'development' }))).toBe('nothing');
    expect(() => new MainOnlyPipeline(withContext('other'), 'Pipeline', { pipeline: 'development' })).toThrow(
      'Pipeline stack Pipeline: the app\'s context "@aws-cdk/core:bootstrapQualifier" is "other", and ' +
        '$.config.bootstrap_qualifier is "custom". Take one of the two away, then run `npx cdk synth` again.',
    );
  });

  test('that a synthesizer contradicts, of the pipeline or of a stack in a stage', () => {
    const synthesizer = new DefaultStackSynthesizer({ qualifier: 'other' });
    expect(
      () => new MainOnlyPipeline(quickApp({ config }), 'Pipeline', { pipeline: 'development', synthesizer }),
    ).toThrow(/^Pipeline stack Pipeline: the synthesizer has the bootstrap qualifier "other", and \$\.config\.boot/);
    class Own extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        const stage = new Stage(scope, context.id, context.stageProps);
        new Stack(stage, 'Own', { synthesizer: new DefaultStackSynthesizer({ qualifier: 'other' }) });
        return stage;
      }
    }
    expect(said(new Own(quickApp({ config }), 'Pipeline', { pipeline: 'production' }))).toMatch(
      /returned Stage Pipeline\/Prod-eu-central-1, in which stack Pipeline\/Prod-eu-central-1\/Own is not right: the synth/,
    );
  });

  test('where the configuration has none, the context of the app counts', () => {
    const app = quickApp({ config: CONFIG, '@aws-cdk/core:bootstrapQualifier': 'other' });
    new MainOnlyPipeline(app, 'Pipeline', { pipeline: 'development' });
    expect(app.synth().stacksRecursively.every((stack) => stack.assumeRoleArn?.includes('cdk-other-'))).toBe(true);
  });
});
