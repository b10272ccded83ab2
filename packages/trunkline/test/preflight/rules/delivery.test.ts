// Stories of what is delivered where: stages over each other, approvals, lookups, connections, regions, templates.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAR, HOME, MEMBER, REGION, synthesizePlain } from './apps.js';
import { actionOf, findingsAfter, newFolder, ofId, only, removeFolders, stageOf, type Json } from './broken.js';

const base = newFolder();
beforeAll(() => synthesizePlain(base));
afterAll(removeFolders);

const FILE = 'Delivery.template.json';

function actionsOf(template: Json, stage: string): Json[] {
  return stageOf(template, stage).Actions as Json[];
}

describe('two stages that deploy one stack', () => {
  test('are a finding that names both', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => {
        for (const action of actionsOf(template, 'Prod')) {
          if (action.ActionTypeId.Provider !== 'CloudFormation') continue;
          action.Configuration.StackName = 'Dev-Main';
          action.Region = REGION;
        }
      },
    });
    const [finding, ...others] = ofId(findings, 'stack-deployed-twice');
    expect(others).toEqual([]);
    expect(finding?.problem).toMatch(
      new RegExp(
        `^Stack Dev-Main of ${MEMBER}/${REGION} is deployed by services Dev/.* from assembly-Dev/.*, and by services Prod/.* from assembly-Prod/`,
      ),
    );
  });

  test('in two regions are none', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => {
        for (const action of actionsOf(template, 'Prod')) {
          if (action.ActionTypeId.Provider === 'CloudFormation') action.Configuration.StackName = 'Dev-Main';
        }
      },
    });
    expect(ofId(findings, 'stack-deployed-twice')).toEqual([]);
  });
});

test('a stage that says no environment is a warning', async () => {
  const findings = await findingsAfter(base, {
    'assembly-Dev/manifest.json': (manifest) => {
      for (const artifact of Object.values(manifest.artifacts as Record<string, Json>)) {
        if (artifact.type === 'aws:cloudformation:stack') artifact.environment = 'aws://unknown-account/unknown-region';
      }
    },
  });
  expect(ofId(findings, 'environment-agnostic-stage')).toMatchObject([
    {
      severity: 'warning',
      problem: 'Stack Dev/Main does not say which account and region it goes to.',
      place: { constructPath: 'Dev/Main' },
    },
  ]);
});

test('a value that was not looked up is a warning, once', async () => {
  const missing = { key: `vpc-provider:account=${MEMBER}`, provider: 'vpc-provider', props: {} };
  const miss = (manifest: Json): void => {
    manifest.missing = [missing];
  };
  const findings = await findingsAfter(base, { 'manifest.json': miss, 'assembly-Dev/manifest.json': miss });
  expect(ofId(findings, 'missing-context')).toMatchObject([
    {
      problem: `The value vpc-provider:account=${MEMBER} (vpc-provider) was not looked up; templates hold a dummy.`,
      remedy: { command: 'npx cdk synth' },
    },
  ]);
});

test('a region that accounts have to enable is named, for information', async () => {
  const findings = await findingsAfter(base, {
    [FILE]: (template) => {
      const text = JSON.stringify(template).replaceAll(FAR, 'eu-south-1');
      Object.assign(template, JSON.parse(text));
    },
  });
  expect(ofId(findings, 'opt-in-region')).toMatchObject([
    {
      severity: 'info',
      problem: `Pipeline services deploys to eu-south-1 of account ${MEMBER}, a region that is off until the account enables it.`,
    },
  ]);
});

describe('an approval', () => {
  const approval = (name: string, runOrder: number): Json => ({
    Name: name,
    RunOrder: runOrder,
    ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
  });

  test('that is last guards nothing', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => actionsOf(template, 'Prod').push(approval('Done', 9)),
    });
    expect(ofId(findings, 'approval-guards-nothing')).toMatchObject([
      { problem: 'Approval Prod/Done of pipeline services guards nothing: nothing comes after it.' },
    ]);
  });

  test('before tests alone guards nothing', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => {
        const smoke = actionOf(template, 'Dev', 'Smoke');
        const project = only(template, 'AWS::CodeBuild::Project', 'Smoke');
        project.Source.BuildSpec = 'version: 0.2\nphases:\n  build:\n    commands:\n      - npm run smoke\n';
        actionsOf(template, 'Dev').push(approval('Look', smoke.RunOrder as number));
        smoke.RunOrder++;
      },
    });
    expect(ofId(findings, 'approval-guards-nothing')).toMatchObject([
      {
        problem:
          'Approval Dev/Look of pipeline services guards nothing: what comes after it, the rest of stage Dev, deploys nowhere (Smoke).',
      },
    ]);
  });

  test('that ends a stage guards the next one', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => actionsOf(template, 'Dev').push(approval('Promote', 9)),
    });
    expect(ofId(findings, 'approval-guards-nothing')).toEqual([]);
  });
});

describe('a connection', () => {
  const source = (template: Json): Json => actionsOf(template, 'Source')[0];
  const arn = (service: string, region: string): string =>
    `arn:aws:${service}:${region}:${HOME}:connection/0f1e2d3c-0000-4000-8000-000000000000`;
  const connected = (to: string) => (template: Json) => {
    const text = JSON.stringify(template).replaceAll(arn('codestar-connections', REGION), to);
    Object.assign(template, JSON.parse(text));
    expect(source(template).Configuration.ConnectionArn).toBe(to);
  };

  test('of another region is a warning', async () => {
    const findings = await findingsAfter(base, { [FILE]: connected(arn('codestar-connections', FAR)) });
    expect(ofId(findings, 'connection-region')).toMatchObject([
      {
        severity: 'warning',
        problem: `Action Source.acme_services of pipeline services uses a connection of ${HOME}/${FAR}; the pipeline is in ${HOME}/${REGION}.`,
      },
    ]);
  });

  test('whose role has the other prefix alone is a warning with the statement, which mends it', async () => {
    const change = connected(arn('codeconnections', REGION));
    const findings = await findingsAfter(base, { [FILE]: change });
    const [finding] = ofId(findings, 'connection-prefix');
    expect(finding?.problem).toContain(
      'may use the connection of Source/acme_services as codestar-connections:UseConnection alone',
    );
    const statement = finding?.remedy.statement;
    expect(statement).toMatchObject({
      Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
    });
    const mended = await findingsAfter(base, {
      [FILE]: (template) => {
        change(template);
        template.Resources[finding?.place.logicalId ?? ''].Properties.PolicyDocument.Statement.push(statement);
      },
    });
    expect(ofId(mended, 'connection-prefix')).toEqual([]);
  });
});

test('a template of more than a megabyte is too large', async () => {
  const [file = ''] = readdirSync(join(base, 'assembly-Dev')).filter((name) => name.endsWith('.template.json'));
  const findings = await findingsAfter(base, {
    [`assembly-Dev/${file}`]: (template) => (template.Description = 'x'.repeat(1024 * 1024)),
  });
  expect(ofId(findings, 'template-size')[0]?.problem).toMatch(
    /^The template of stack Dev\/Main has 1,0\d\d,\d{3} bytes; CloudFormation takes 1,048,576\.$/,
  );
});
