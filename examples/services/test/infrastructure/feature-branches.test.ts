// The pipeline of a feature branch: what it delivers and where, what it shares with nothing else, and what its end leaves.
import type { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { describe, expect, it } from 'vitest';
import { addServices } from '../../lib/services-app';
import { newApp } from './new-app';

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DeletionPolicy?: string;
}
interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Outputs?: Record<string, { readonly Export?: { readonly Name: unknown } }>;
}
interface Action {
  readonly Name: string;
  readonly RunOrder: number;
  readonly Configuration: Record<string, unknown>;
}
interface Pipeline {
  readonly Name: string;
  readonly Stages: { readonly Name: string; readonly Actions: Action[] }[];
  readonly DisableInboundStageTransitions?: { readonly StageName: string }[];
}

const BRANCH = 'feature/Login';
const SLUG = 'login-48fad082';
const STAGE = `dev-${SLUG}`;
/** Names get no longer than with it: it has as many characters to read as a branch gets. */
const LONGEST = 'feature/abcdefghijklmnopqrstuvwxyz';

function synthesize(branch?: string): CloudAssembly {
  const app = newApp(undefined, branch);
  addServices(app);
  return app.synth();
}

const regular = synthesize();
const login = synthesize(BRANCH);
const longest = synthesize(LONGEST);

function templateOf({ template }: CloudFormationStackArtifact): Template {
  return template as Template;
}

function resources(assembly: CloudAssembly, type: string): Resource[] {
  const all = assembly.stacksRecursively.flatMap((stack) => Object.values(templateOf(stack).Resources));
  return all.filter(({ Type }) => Type === type);
}

function pipelineOf(assembly: CloudAssembly): Pipeline {
  const [pipeline, ...others] = resources(assembly, 'AWS::CodePipeline::Pipeline');
  expect(others).toEqual([]);
  return pipeline?.Properties as unknown as Pipeline;
}

function actionsOf(assembly: CloudAssembly, stageName: string): Action[] {
  return pipelineOf(assembly).Stages.find(({ Name }) => Name === stageName)?.Actions ?? [];
}

/** The stacks that are the branch's own: all but the artifact stores, which are there already. */
function ownStacks(assembly: CloudAssembly): CloudFormationStackArtifact[] {
  return assembly.stacksRecursively.filter(({ stackName }) => !stackName.startsWith('trunkline-artifacts-'));
}

/** Names that others of the same account may have too: policies belong to their role, and APIs go by their ids. */
const NOT_UNIQUE = /^AWS::(IAM::Policy|ApiGateway(V2)?::)/;

/** What an account and region can have once: stacks, exports, and resources that have a name of their own. */
function namesIn(stacks: readonly CloudFormationStackArtifact[]): string[] {
  return stacks.flatMap((stack) => {
    const { account, region } = stack.environment;
    const { Resources, Outputs = {} } = templateOf(stack);
    const named = Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
      const what = Type.split('::').at(-1) ?? '';
      const name = [`${what}Name`, 'Name'].map((key) => Properties[key]).find((value) => typeof value === 'string');
      return name === undefined || NOT_UNIQUE.test(Type) ? [] : [`${Type} ${name as string}`];
    });
    const exported = Object.values(Outputs).flatMap(({ Export }) =>
      Export === undefined ? [] : [`export ${JSON.stringify(Export.Name)}`],
    );
    return [`stack ${stack.stackName}`, ...named, ...exported].map((name) => `${account}/${region}/${name}`);
  });
}

describe('the pipeline of a branch', () => {
  it('is the only one, follows the branch, and ends', () => {
    expect(pipelineOf(login).Name).toBe(`services-${SLUG}`);
    expect(pipelineOf(login).Stages.map(({ Name }) => Name)).toEqual([
      'Source',
      'Build',
      'UpdatePipeline',
      'Assets',
      'Tests',
      `Dev-${SLUG}-Bootstrap`,
      `Dev-${SLUG}`,
      'End',
    ]);
    expect(actionsOf(login, 'Source')[0]?.Configuration).toMatchObject({ BranchName: BRANCH });
  });

  it('delivers nothing but the stage of its own, in the account of dev', () => {
    expect(ownStacks(login).map(({ stackName, environment }) => `${environment.account} ${stackName}`)).toEqual([
      `111122223333 services-${SLUG}`,
      `222233334444 services-${STAGE}-bootstrap`,
      `222233334444 services-${STAGE}-network`,
      `222233334444 services-${STAGE}-reports`,
    ]);
    expect(JSON.stringify(ownStacks(login).map(templateOf))).not.toContain('444455556666');
  });

  it('synthesizes the branch, whatever characters its name has', () => {
    const synthesizing = (branch: string): string[] =>
      resources(synthesize(branch), 'AWS::CodeBuild::Project').flatMap(({ Properties }) => {
        const { BuildSpec } = Properties?.['Source'] as { readonly BuildSpec: unknown };
        return typeof BuildSpec === 'string' && BuildSpec.includes('npm run synth')
          ? (JSON.parse(BuildSpec) as { phases: { build: { commands: string[] } } }).phases.build.commands
          : [];
      });
    expect(synthesizing(BRANCH)).toEqual([`npm run synth --workspace services -- -c 'branch=${BRANCH}'`]);
    expect(synthesizing("feature/it's$HOME")).toEqual([
      "npm run synth --workspace services -- -c 'branch=feature/it'\\''s$HOME'",
    ]);
  });

  it('tests its stage with a role that trusts these tests alone', () => {
    const roles = (assembly: CloudAssembly): Record<string, unknown>[] =>
      resources(assembly, 'AWS::IAM::Role').flatMap(({ Properties = {} }) =>
        'RoleName' in Properties ? [Properties] : [],
      );
    const nameOf = ({ RoleName }: Record<string, unknown>): unknown => RoleName;
    expect(roles(login)).toHaveLength(2);
    const [access] = roles(login).filter((role) => JSON.stringify(role).includes('aws:PrincipalArn'));
    const trusted = /role\/(trunkline-services-[^"]+)"/.exec(JSON.stringify(access))?.[1];
    expect(roles(login).map(nameOf)).toContain(trusted);
    expect(roles(regular).map(nameOf)).not.toContain(trusted);
  });

  it.each([
    ['a short name', login],
    ['a long name', longest],
  ])('has no warnings: with %s', (_, assembly) => {
    expect(assembly.stacks.flatMap(({ messages }) => messages).filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

describe('the end of a branch', () => {
  it('waits until somebody enables it, and deletes all stacks in the reverse order of their delivery', () => {
    expect(pipelineOf(login).DisableInboundStageTransitions?.map(({ StageName }) => StageName)).toEqual(['End']);
    const deletions = actionsOf(login, 'End').map(({ RunOrder, Configuration }) => [RunOrder, Configuration]);
    expect(deletions).toMatchObject(
      [`services-${STAGE}-reports`, `services-${STAGE}-network`, `services-${STAGE}-bootstrap`, `services-${SLUG}`].map(
        (StackName, index) => [index + 1, { ActionMode: 'DELETE_ONLY', StackName }],
      ),
    );
  });

  it('leaves no resource of these stacks', () => {
    const policies = ownStacks(login).flatMap((stack) =>
      Object.entries(templateOf(stack).Resources).map(([id, each]) => [`${stack.stackName}/${id}`, each] as const),
    );
    expect(policies.filter(([, each]) => !['Delete', undefined].includes(each.DeletionPolicy))).toEqual([]);
  });

  it('empties what CloudFormation deletes only when it is empty', () => {
    expect(resources(login, 'AWS::ECR::Repository').map(({ Properties }) => Properties?.['EmptyOnDelete'])).toEqual([
      true,
    ]);
    expect(resources(login, 'Custom::S3AutoDeleteObjects')).toHaveLength(
      resources(login, 'AWS::S3::Bucket').length - 2,
    );
    expect(resources(regular, 'Custom::S3AutoDeleteObjects')).toEqual([]);
  });
});

describe('two branches and the regular pipelines', () => {
  it('share no name', () => {
    const apart = [namesIn(regular.stacksRecursively), namesIn(ownStacks(login)), namesIn(ownStacks(longest))];
    expect(apart.map((names) => new Set(names).size)).toEqual(apart.map((names) => names.length));
    const all = apart.flat();
    expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
    expect(apart[1]).toContain(`222233334444/eu-central-1/AWS::ECR::Repository services-${STAGE}-reports`);
  });

  it('have the same artifact stores', () => {
    for (const { stackName, template } of regular.stacks.filter((each) => each.stackName.includes('-artifacts-'))) {
      expect(login.getStackByName(stackName).template).toEqual(template);
    }
  });
});

describe('the pipeline that creates the others', () => {
  it('synthesizes this project into the folder of the repository', () => {
    const template = JSON.stringify(templateOf(regular.getStackByName('services-branches')));
    expect(template).toContain('npm run synth --workspace services -- --output');
    expect(template).toContain('"Includes":["feature/**"]');
  });

  it('is none of a branch', () => {
    expect(login.stacks.map(({ stackName }) => stackName)).not.toContain('services-branches');
  });
});
