// A pipeline that is larger than AWS takes is said at synthesis, where the deployment would fail.
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import type { Step } from 'aws-cdk-lib/pipelines';
import { ManualApprovalStep } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import { BuildsPipeline, development } from '../builds/synthesized-builds';
import { CONFIG } from './services-pipeline';

/** Warned of by CDK itself, so that this library need not. */
const TEMPLATE = '@aws-cdk/core:Stack.templateSize';

/** Nothing but the main part, and so many steps in each stage. */
class Bare extends BuildsPipeline {
  public steps = 0;

  public override imageCommands(): undefined {
    return undefined;
  }

  public override lambdaTests(): undefined {
    return undefined;
  }

  public override infrastructureTests(): undefined {
    return undefined;
  }

  public override integrationTests(): undefined {
    return undefined;
  }

  public override acceptanceTests(): undefined {
    return undefined;
  }

  public override afterStage(): Step[] {
    return Array.from({ length: this.steps }, (_, index) => new ManualApprovalStep(`Step${String(index)}`));
  }
}

function warnings(stages: number, steps: number): string[] {
  const names = Array.from({ length: stages }, (_, index) => `s${String(index)}`);
  const account = (index: number): object => ({
    account: String(222222222222 + index),
    region: 'eu-central-1',
    approval: false,
  });
  const config = {
    accounts: { tooling: CONFIG.accounts.tooling, ...Object.fromEntries(names.map((name, i) => [name, account(i)])) },
    pipelines: { development: { branch: 'develop', stages: names } },
  };
  const stack = development<Bare>(config, Bare, { '@aws-cdk/core:stackResourceLimit': 0 });
  stack.steps = steps;
  return Annotations.fromStack(stack)
    .findWarning('/Development', Match.anyValue())
    .map(({ entry }) => String(entry.data))
    .filter((text) => !text.includes(TEMPLATE));
}

describe('a pipeline', () => {
  test('of 50 stages in CodePipeline is nothing to talk about; of 51 it is, with their number and what to do', () => {
    // Source, Build, UpdatePipeline and Assets are four of them.
    expect(warnings(46, 0)).toEqual([]);
    expect(warnings(47, 0)).toEqual([
      'The pipeline has 51 stages in CodePipeline, which takes 50. Deliver stages together (a list within the list of ' +
        '`pipelines.<name>.stages`), divide them between several pipelines, or leave steps out. ' +
        '[ack: cdk-trunkline:stagesQuota]',
    ]);
  });

  test('of more than 1000 actions', () => {
    // Four before the stages, and two in each that deploy.
    expect(warnings(12, 81)).toEqual([]);
    expect(warnings(13, 75)).toEqual([
      expect.stringMatching(/^The pipeline has 1005 actions, of which CodePipeline takes 1000\. .*actionsQuota\]$/),
    ]);
  });
});
