// Stages that are delivered together, and the regions of a stage one after the other.
import type { App, Stage } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import type { StageContext } from '../../src';
import { CONFIG, everyStack, outline, pipelineOf, quickApp, ServicesPipeline } from './services-pipeline';

const ACCOUNTS = {
  ...CONFIG.accounts,
  perf: { account: '555555555555', region: 'eu-central-1' },
};

function app(stages: unknown[], accounts: Record<string, unknown> = {}): App {
  const pipelines = { main: { branch: 'trunk', stages } };
  return quickApp({ config: { ...CONFIG, pipelines, accounts: { ...ACCOUNTS, ...accounts } } });
}

type PipelineClass = new (...args: ConstructorParameters<typeof ServicesPipeline>) => ServicesPipeline;

function deliver(of: App, pipelineClass: PipelineClass = ServicesPipeline): ServicesPipeline {
  return new pipelineClass(of, 'Pipeline', { pipeline: 'main' });
}

/** The part of a pipeline that begins with the first stage of the project. */
function delivery(stack: ServicesPipeline): string[] {
  return outline(pipelineOf(stack)).slice(6);
}

/** What is deployed, and where, without the pipeline's own stack. */
function deployed(assembly: CloudAssembly): Record<string, unknown> {
  return Object.fromEntries(
    assembly.stacksRecursively
      .filter((stack) => stack.displayName.includes('/'))
      .map((stack) => [
        `${stack.stackName} ${stack.environment.name} ${stack.hierarchicalId}`,
        stack.template as unknown,
      ]),
  );
}

describe('stages that are delivered together', () => {
  test('are one CodePipeline stage; each keeps its approval and its tests, under names of its own', () => {
    expect(delivery(deliver(app(['dev', ['qa', 'perf'], 'prod']))).slice(2, 4)).toEqual([
      'Qa-Perf-Bootstrap: 1 Approval-Perf, 1 Approval-Qa, ' +
        '2 Perf.Bootstrap-services-Repositories.Prepare, ' +
        '2 Qa.eu-central-1.Qa-Bootstrap-services-Repositories.Prepare, ' +
        '2 Qa.us-east-1.Qa-Bootstrap-services-Repositories.Prepare, ' +
        '3 Perf.Bootstrap-services-Repositories.Deploy, ' +
        '3 Qa.eu-central-1.Qa-Bootstrap-services-Repositories.Deploy, ' +
        '3 Qa.us-east-1.Qa-Bootstrap-services-Repositories.Deploy, ' +
        '4 Perf.Images, 4 Qa.eu-central-1.Images, 4 Qa.us-east-1.Images',
      'Qa-Perf: 1 Perf.services-Main.Prepare, ' +
        '1 Qa.eu-central-1.Qa-services-Main.Prepare, 1 Qa.us-east-1.Qa-services-Main.Prepare, ' +
        '2 Perf.services-Main.Deploy, ' +
        '2 Qa.eu-central-1.Qa-services-Main.Deploy, 2 Qa.us-east-1.Qa-services-Main.Deploy, ' +
        '3 Perf.IntegrationTests, 3 Qa.eu-central-1.IntegrationTests, 3 Qa.us-east-1.IntegrationTests, ' +
        '4 AcceptanceTests-Perf, 4 AcceptanceTests-Qa',
    ]);
  });

  test('a list of one stage gives the template that the stage alone gives', () => {
    const [alone, listed] = [app(['dev', 'qa']), app([['dev'], ['qa']])].map((each) => {
      deliver(each);
      return everyStack(each.synth()).map(({ name, template }) => `${name} ${JSON.stringify(template)}`);
    });
    expect(listed).toEqual(alone);
    expect(alone).toHaveLength(8);
  });

  test('moving a stage in or out changes nothing of what is deployed', () => {
    const [apart, together] = [app(['dev', 'qa', 'perf', 'prod']), app(['dev', ['qa', 'perf'], 'prod'])].map((each) => {
      deliver(each);
      return deployed(each.synth());
    });
    expect(together).toEqual(apart);
    expect(Object.keys(apart ?? {})).toHaveLength(13);
  });

  test('where one of them alone has a bootstrap part, all are approved before it', () => {
    class QaAlone extends ServicesPipeline {
      public override bootstrapStage(scope: Construct, context: StageContext): Stage | undefined {
        const wanted = context.stageName === 'qa' && context.isFirstRegion;
        return wanted ? super.bootstrapStage(scope, context) : undefined;
      }
    }
    const stages = delivery(deliver(app(['dev', ['qa', 'perf']]), QaAlone));
    expect(stages[1]).toBe(
      'Qa-Perf-Bootstrap: 1 Approval-Perf, 1 Approval-Qa, 2 Qa-Bootstrap-services-Repositories.Prepare, ' +
        '3 Qa-Bootstrap-services-Repositories.Deploy, 4 Images',
    );
    expect(stages[2]).toMatch(/^Qa-Perf: 1 Perf\.Images, .*1 Qa\.us-east-1\.Images, 2 /);
  });

  test('those that come first in the first pipeline are not approved', () => {
    const stages = delivery(deliver(app([['dev', 'perf'], 'qa'])));
    expect(stages.filter((stage) => stage.includes('Approval')).map((stage) => stage.split(':')[0])).toEqual([
      'Qa-Bootstrap',
    ]);
  });

  test('many of them have a name that CodePipeline takes', () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `customer-${'x'.repeat(10)}-${String(index)}`,
        { account: `6666666666${String(index + 10)}`, region: 'eu-central-1' },
      ]),
    );
    const stack = deliver(app(['dev', Object.keys(many)], many));
    expect(pipelineOf(stack).Stages.map((stage) => stage.Name)).toEqual(
      expect.arrayContaining(['Customer-xxxxxxxxxx-0-And-11-More-Bootstrap', 'Customer-xxxxxxxxxx-0-And-11-More']),
    );
  });
});

describe('the first region first', () => {
  const first = { region_order: 'first_region_first' };

  test('the other regions wait for its integration tests, and the acceptance tests for all regions', () => {
    const qa = { ...CONFIG.accounts.qa, ...first };
    expect(delivery(deliver(app(['dev', 'qa'], { qa }))).slice(3)).toEqual([
      'Qa: 1 services-Main.Prepare, 2 services-Main.Deploy, 3 IntegrationTests',
      'Qa-OtherRegions: 1 Qa-services-Main.Prepare, 2 Qa-services-Main.Deploy, 3 IntegrationTests, 4 AcceptanceTests',
    ]);
  });

  test('several other regions are deployed at the same time', () => {
    const qa = { ...CONFIG.accounts.qa, regions: ['eu-central-1', 'us-east-1', 'ap-south-1'], ...first };
    expect(delivery(deliver(app(['dev', 'qa'], { qa })))[4]).toBe(
      'Qa-OtherRegions: 1 ap-south-1.Qa-services-Main.Prepare, 1 us-east-1.Qa-services-Main.Prepare, ' +
        '2 ap-south-1.Qa-services-Main.Deploy, 2 us-east-1.Qa-services-Main.Deploy, ' +
        '3 ap-south-1.IntegrationTests, 3 us-east-1.IntegrationTests, 4 AcceptanceTests',
    );
  });

  test('changes nothing of what is deployed', () => {
    const qa = { ...CONFIG.accounts.qa, ...first };
    const [together, firstFirst] = [app(['dev', 'qa']), app(['dev', 'qa'], { qa })].map((each) => {
      deliver(each);
      return deployed(each.synth());
    });
    expect(firstFirst).toEqual(together);
  });

  test('stages of differing order are delivered together: each is accepted once its own regions are there', () => {
    const perf = { account: '555555555555', regions: ['eu-central-1', 'us-east-1'], ...first };
    const stages = delivery(deliver(app(['dev', ['qa', 'perf']], { perf }))).slice(3);
    expect(stages).toEqual([
      'Qa-Perf: 1 Perf.eu-central-1.Perf-services-Main.Prepare, ' +
        '1 Qa.eu-central-1.Qa-services-Main.Prepare, 1 Qa.us-east-1.Qa-services-Main.Prepare, ' +
        '2 Perf.eu-central-1.Perf-services-Main.Deploy, ' +
        '2 Qa.eu-central-1.Qa-services-Main.Deploy, 2 Qa.us-east-1.Qa-services-Main.Deploy, ' +
        '3 Perf.eu-central-1.IntegrationTests, 3 Qa.eu-central-1.IntegrationTests, 3 Qa.us-east-1.IntegrationTests, ' +
        '4 AcceptanceTests-Qa',
      'Qa-Perf-OtherRegions: 1 Perf-services-Main.Prepare, 2 Perf-services-Main.Deploy, 3 IntegrationTests, ' +
        '4 AcceptanceTests-Perf',
    ]);
  });

  test('a stage of one region has nothing to wait for', () => {
    const dev = { ...CONFIG.accounts.dev, ...first };
    expect(delivery(deliver(app(['dev'], { dev })))).toEqual(delivery(deliver(app(['dev']))));
  });
});
