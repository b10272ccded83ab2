// Assemblies of a few lines, for stories about how templates are read.
import type { Assembly, StackArtifact } from '../../../src/model/assembly.js';
import type { Template, TemplateResource } from '../../../src/model/template.js';

/** The account of the stacks that say nothing else. */
export const HOME = '111111111111';
/** Another account. */
export const MEMBER = '222222222222';
/** The region of all stacks that say nothing else. */
export const REGION = 'eu-central-1';

/** A stack of an assembly, with its template's parts at the top. */
export type StackParts = Partial<Omit<StackArtifact, 'template'>> & Partial<Template>;

/** A stack; CDK's defaults where nothing else is said. */
export function stack(stackName: string, parts: StackParts): StackArtifact {
  const { Resources = {}, Parameters, Mappings, Conditions, Rules, Transform, Outputs, ...artifact } = parts;
  const template = { Resources, Parameters, Mappings, Conditions, Rules, Transform, Outputs };
  return {
    artifactId: stackName,
    displayName: stackName,
    stackName,
    environment: { account: HOME, region: REGION },
    templateFile: `${stackName}.template.json`,
    template: Object.fromEntries(Object.entries(template).filter(([, part]) => part !== undefined)) as typeof template,
    tags: {},
    parameters: {},
    dependencies: [],
    nestedIn: '',
    bootstrap: { qualifier: 'hnb659fds' },
    ...artifact,
  };
}

/** An assembly of stacks. */
export function assembly(...stacks: readonly StackArtifact[]): Assembly {
  return { directory: '/app/cdk.out', stacks, warnings: [] };
}

/** A role that CodeBuild may assume. */
export function role(properties: NonNullable<TemplateResource['Properties']> = {}): TemplateResource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: allow('sts:AssumeRole', { Service: 'codebuild.amazonaws.com' }),
      ...properties,
    },
  };
}

/** A policy document of one statement. */
export function allow(Action: string, Principal?: string | Record<string, string>): Record<string, never> {
  const statement = { Effect: 'Allow', Action, ...(Principal === undefined ? { Resource: '*' } : { Principal }) };
  return { Version: '2012-10-17', Statement: [statement] } as unknown as Record<string, never>;
}
