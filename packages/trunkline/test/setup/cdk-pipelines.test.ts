// The steps for an app of plain CDK Pipelines, as CDK itself writes its assembly.
import { join } from 'node:path';
import { App, PermissionsBoundary, Stack, Stage, Tags } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodeBuildStep, CodePipeline, CodePipelineSource } from 'aws-cdk-lib/pipelines';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../src/assembly/read.js';
import { planSetup } from '../../src/setup/plan-setup.js';
import { synthesizeServices } from '../assembly/cdk-fixture.js';
import { temporaryFolder } from '../assembly/temporary-folder.js';
import { commandsOf, notesOf } from './steps.js';

describe('an app of plain CDK Pipelines with a support stack', () => {
  it('is bootstrapped where its stacks need it, with trust for the toolchain, and makes its own stores', async () => {
    const setup = planSetup(await readAssembly(await synthesizeServices()), 'cdk.out');

    expect(setup.pipelines).toEqual([
      {
        name: 'services',
        stack: 'ServicesPipeline',
        environment: { account: '111111111111', region: 'eu-central-1' },
      },
    ]);
    expect(setup.steps.map(({ id }) => id)).toEqual(['source', 'bootstrap', 'push', 'deploy', 'watch']);
    const policies = '--cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess';
    // The support stack in us-east-1 does without a bootstrap stack there: the toolchain is bootstrapped at home alone.
    expect(commandsOf(setup, 'bootstrap')).toEqual([
      `npx cdk bootstrap aws://111111111111/eu-central-1 ${policies} --profile <credentials for 111111111111>`,
      `npx cdk bootstrap aws://222222222222/eu-central-1 --trust 111111111111 ${policies} --profile <credentials for 222222222222>`,
      `npx cdk bootstrap aws://333333333333/us-east-1 --trust 111111111111 ${policies} --profile <credentials for 333333333333>`,
    ]);
    expect(commandsOf(setup, 'source')).toEqual([
      'aws codeconnections get-connection --connection-arn ' +
        'arn:aws:codeconnections:eu-central-1:111111111111:connection/c0ffee --query Connection.ConnectionStatus ' +
        '--output text --region eu-central-1 --profile <credentials for 111111111111>',
    ]);
    expect(notesOf(setup, 'source')).toContain(
      'https://eu-central-1.console.aws.amazon.com/codesuite/settings/connections?region=eu-central-1',
    );
    expect(commandsOf(setup, 'push')).toEqual(['git status --short', 'git push origin HEAD:main']);
    expect(commandsOf(setup, 'deploy')).toEqual([
      'npx cdk deploy ServicesPipeline --profile <credentials for 111111111111>',
    ]);
    expect(notesOf(setup, 'deploy')).toContain('Deployed along with them: ServicesPipeline-support-us-east-1.');
    expect(commandsOf(setup, 'watch')).toEqual([
      'aws codepipeline get-pipeline-state --name services --region eu-central-1 --profile <credentials for 111111111111>',
    ]);
    expect(notesOf(setup, 'watch')).toContain("It waits for approval at 'Us/Release'.");
  });

  it('comes out the same every time', async () => {
    const directory = await synthesizeServices();
    const once = planSetup(await readAssembly(directory), 'cdk.out');
    expect(planSetup(await readAssembly(directory), 'cdk.out')).toEqual(once);
  });
});

/** An app with everything that bootstrapping has options for. */
async function synthesizeSpecial(lookupResources: (stack: Stack) => string[]): Promise<string> {
  const folder = await temporaryFolder('trunkline-setup-');
  const app = new App({
    outdir: join(folder, 'cdk.out'),
    analyticsReporting: false,
    context: { '@aws-cdk/core:bootstrapQualifier': 'team_x', '@aws-cdk/core:target-partitions': ['aws-cn'] },
  });
  const env = { account: '111111111111', region: 'cn-north-1' };
  const stack = new Stack(app, 'Delivery', { env, permissionsBoundary: PermissionsBoundary.fromName('team/edge') });
  const pipeline = new CodePipeline(stack, 'Pipeline', {
    pipelineName: 'delivery',
    crossAccountKeys: true,
    synth: new CodeBuildStep('Synth', {
      input: CodePipelineSource.connection('example/services', 'main', {
        connectionArn: 'arn:aws-cn:codestar-connections:cn-north-1:111111111111:connection/c0ffee',
      }),
      commands: ['npx cdk synth'],
      rolePolicyStatements: [
        new PolicyStatement({
          actions: ['sts:AssumeRole'],
          resources: lookupResources(stack),
          conditions: { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'lookup' } },
        }),
      ],
    }),
  });
  for (const [name, account] of [
    ['Dev', '222222222222'],
    ['Prod', '333333333333'],
  ] as const) {
    const stage = new Stage(app, name, { env: { account, region: 'cn-north-1' } });
    const main = new Stack(stage, 'Main', { permissionsBoundary: PermissionsBoundary.fromName('edge') });
    new Role(main, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    pipeline.addStage(stage);
  }
  const access = new Stack(app, 'Access', { env: { account: '222222222222', region: 'cn-north-1' } });
  new Bucket(access, 'Bucket');
  const alarms = new Stack(app, 'Alarms', { env });
  new Bucket(alarms, 'Bucket');
  alarms.addStackDependency(stack);
  Tags.of(app).add('team', 'x');
  app.synth();
  return join(folder, 'cdk.out');
}

describe('an app with a qualifier, boundaries, lookups and another partition', () => {
  it('has all of it in the commands of each account', async () => {
    const setup = planSetup(await readAssembly(await synthesizeSpecial(() => ['*'])), 'cdk.out');

    const shared = [
      '--cloudformation-execution-policies arn:aws-cn:iam::aws:policy/AdministratorAccess',
      '--qualifier team_x --toolkit-stack-name CDKToolkit-team-x --custom-permissions-boundary',
    ].join(' ');
    const trust = '--trust 111111111111 --trust-for-lookup 111111111111';
    expect(commandsOf(setup, 'bootstrap')).toEqual([
      `npx cdk bootstrap aws://111111111111/cn-north-1 ${shared} team/edge --profile <credentials for 111111111111>`,
      `npx cdk bootstrap aws://222222222222/cn-north-1 ${trust} ${shared} edge --profile <credentials for 222222222222>`,
      `npx cdk bootstrap aws://333333333333/cn-north-1 ${trust} ${shared} edge --profile <credentials for 333333333333>`,
    ]);
    expect(notesOf(setup, 'bootstrap')).toContain('need version 8 of the bootstrap stack');
    expect(notesOf(setup, 'bootstrap')).toContain('The managed policy team/edge has to be there first');
    expect(commandsOf(setup, 'source')[0]).toMatch(/^aws codestar-connections get-connection /);
    expect(notesOf(setup, 'source')).toContain('https://console.amazonaws.cn/codesuite/settings/connections');
  });

  it('trusts for lookups only where the synth step may look up', async () => {
    const setup = planSetup(
      await readAssembly(
        await synthesizeSpecial((stack) => [`arn:${stack.partition}:iam::333333333333:role/cdk-team_x-lookup-role-*`]),
      ),
      'cdk.out',
    );
    const [toolchain = '', dev = '', prod = ''] = commandsOf(setup, 'bootstrap');
    expect([toolchain, dev, prod].map((command) => command.includes('--trust-for-lookup'))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('deploys stacks that no pipeline delivers before the pipelines, or after where they need them', async () => {
    const setup = planSetup(await readAssembly(await synthesizeSpecial(() => ['*'])), 'cdk.out');
    expect(commandsOf(setup, 'stacks')).toEqual(['npx cdk deploy Access --profile <credentials for 222222222222>']);
    expect(commandsOf(setup, 'deploy')).toEqual([
      'npx cdk deploy Delivery --profile <credentials for 111111111111>',
      'npx cdk deploy Alarms --profile <credentials for 111111111111>',
    ]);
  });
});
