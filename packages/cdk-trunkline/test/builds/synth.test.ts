// The synth step: no lookups by default; with them, exactly the lookup roles, and a check of the context around them.
import { describe, expect, test } from 'vitest';
import { CONFIG } from '../pipeline/services-pipeline';
import { BuildsPipeline, buildspecOf, development, roleOf, statementsOf } from './synthesized-builds';

/** The roles that synth may assume. */
function assumed(stack: BuildsPipeline): string[] {
  return statementsOf(stack, roleOf(stack, 'Build-Synth'))
    .filter(({ Action }) => Action === 'sts:AssumeRole')
    .flatMap(({ Resource }) => [Resource].flat())
    .map((arn) =>
      (arn as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].map(String).join('').replace('[object Object]', 'P'),
    )
    .sort();
}

describe('without lookups', () => {
  test('synth may assume nothing, and fails where a context is missing', () => {
    const stack = development();
    expect(assumed(stack)).toEqual([]);
    expect(buildspecOf(stack, 'Build-Synth').phases.build?.commands).toEqual(['npx cdk synth --no-lookups']);
  });
});

describe('with lookups', () => {
  test('synth may assume the lookup roles of its own stages and of the toolchain account', () => {
    expect(assumed(development({ lookups: true }))).toEqual([
      'arn:P:iam::111111111111:role/cdk-hnb659fds-lookup-role-111111111111-eu-central-1',
      'arn:P:iam::222222222222:role/cdk-hnb659fds-lookup-role-222222222222-eu-central-1',
      'arn:P:iam::333333333333:role/cdk-hnb659fds-lookup-role-333333333333-eu-central-1',
      'arn:P:iam::333333333333:role/cdk-hnb659fds-lookup-role-333333333333-us-east-1',
    ]);
  });

  test('with the qualifier of the configuration, or of the context', () => {
    expect(assumed(development({ lookups: true, bootstrap_qualifier: 'acme' }))[0]).toContain('/cdk-acme-lookup-role-');
    const stack = development({ lookups: true }, BuildsPipeline, { '@aws-cdk/core:bootstrapQualifier': 'ctx' });
    expect(assumed(stack)[0]).toContain('/cdk-ctx-lookup-role-');
  });

  test('the check stands around the commands, overridden ones too', () => {
    class Own extends BuildsPipeline {
      public override synthCommands(): string[] {
        return ['make synth', 'make more'];
      }

      public override cloudAssemblyDirectory(): string {
        return 'out/assembly';
      }
    }
    const commands = buildspecOf(development({ lookups: true }, Own), 'Build-Synth').phases.build?.commands ?? [];
    expect(commands).toHaveLength(4);
    expect(commands[0]).toContain('cdk.context.json');
    expect(commands[0]).toContain("-path './out/assembly'");
    expect(commands.slice(1, 3)).toEqual(['make synth', 'make more']);
    expect(commands[3]).toContain('diff -r -u -N');
  });

  test('a hundred stages in three regions stay below what IAM takes in one policy', () => {
    const names = Array.from({ length: 100 }, (_, index) => `s${String(index)}`);
    const regions = ['eu-central-1', 'eu-west-1', 'eu-north-1'];
    const accounts = names.map((name, index) => [
      name,
      { account: String(222222222222 + index), regions, approval: false },
    ]);
    const config = {
      lookups: true,
      accounts: { tooling: CONFIG.accounts.tooling, ...(Object.fromEntries(accounts) as object) },
      pipelines: { development: { branch: 'develop', stages: names.slice(0, 100) } },
    };
    class Untested extends BuildsPipeline {
      public override imageCommands(): undefined {
        return undefined;
      }
      public override integrationTests(): undefined {
        return undefined;
      }
      public override acceptanceTests(): undefined {
        return undefined;
      }
    }
    for (const minimize of [true, false]) {
      const flags = { '@aws-cdk/aws-iam:minimizePolicies': minimize, '@aws-cdk/core:stackResourceLimit': 0 };
      const stack = development(config, Untested, flags);
      expect(assumed(stack)).toHaveLength(301);
    }
  });
});

test('synth without commands is an error', () => {
  class Silent extends BuildsPipeline {
    public override synthCommands(): undefined {
      return undefined;
    }
  }
  expect(() => {
    development({}, Silent).buildPipeline();
  }).toThrow('Hook synthCommands of pipeline development: returned nothing, but the step `Synth` cannot be left out.');
});
