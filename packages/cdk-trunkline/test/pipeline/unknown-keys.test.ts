// The warning about keys of the configuration that nobody knows.
import { Annotations as Notes, type App, type Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import type { PipelineContext } from '../../src';
import { CONFIG, configWith, MainOnlyPipeline, quickApp } from './services-pipeline';

const UNKNOWN = { internet_vpc: 'vpc-1', colour: 'green' };

function app(): App {
  return quickApp({ config: { ...CONFIG, ...UNKNOWN } });
}

function warnings(stack: Stack): string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('unknownConfigKey'))
    .map((each) => String(each.entry.data));
}

class Reading extends MainOnlyPipeline {
  public override pipelineBuilt(context: PipelineContext): void {
    context.config.value('internet_vpc');
  }
}

describe('cdk-trunkline:unknownConfigKey', () => {
  test('is there once an app, on the first pipeline, however many there are', () => {
    const both = app();
    const stacks = ['development', 'production'].map((pipeline) => new MainOnlyPipeline(both, pipeline, { pipeline }));
    expect(stacks.map(warnings)).toEqual([
      [
        expect.stringMatching(
          /^\$\.config\.internet_vpc, \$\.config\.colour are no keys that trunkline knows, and nothing has read them\. Correct them, .*\[ack: cdk-trunkline:unknownConfigKey\]$/,
        ),
      ],
      [],
    ]);
    const next = new MainOnlyPipeline(app(), 'Next', { pipeline: 'development' });
    expect(warnings(next)).toHaveLength(1);
  });

  test('does not have what a hook has read, be it of the last pipeline', () => {
    const both = app();
    const first = new MainOnlyPipeline(both, 'First', { pipeline: 'development' });
    new Reading(both, 'Second', { pipeline: 'production' });
    expect(warnings(first)).toEqual([expect.stringMatching(/^\$\.config\.colour is no key that trunkline knows, /)]);
  });

  test('is not there without such keys', () => {
    expect(warnings(new MainOnlyPipeline(quickApp(), 'Pipeline', { pipeline: 'development' }))).toEqual([]);
  });

  test('tells configurations apart that are given as props', () => {
    const both = quickApp();
    const configs = [configWith({ colour: 'green' }), configWith({ flavour: 'sweet', repo: 'shop' })];
    const stacks = configs.map(
      (config, index) => new MainOnlyPipeline(both, `Pipeline${String(index)}`, { pipeline: 'development', config }),
    );
    expect(stacks.map(warnings)).toEqual([
      [expect.stringContaining('$.config.colour is')],
      [expect.stringContaining('$.config.flavour is')],
    ]);
  });

  // aws-cdk-lib does not look at what the app acknowledged when a warning comes later.
  test('can be acknowledged on the stack', () => {
    const stack = new MainOnlyPipeline(app(), 'Pipeline', { pipeline: 'development' });
    Notes.of(stack).acknowledgeWarning('cdk-trunkline:unknownConfigKey', 'ours');
    expect(warnings(stack)).toEqual([]);
  });
});
