// The pipeline's self-update: the build deploys the pipeline's stack with the CDK CLI, through the bootstrap roles.
import { inDependencyOrder } from '../../../assembly/dependency-order.js';
import { partitionOf } from '../../../assembly/environment.js';
import type { StackArtifact } from '../../../model/assembly.js';
import { describe, unresolved } from '../../iam/unresolved.js';
import type { PreflightInput } from '../../input.js';
import type { Published } from '../buildspec-commands.js';
import type { ActionFacts } from '../action-facts.js';
import type { Duty, Obligation } from '../obligation.js';
import { assumes, serviceAssumes } from './assume.js';
import { publishingDuties } from './publishing.js';

// As the shell takes it, in quotes or without.
const VARIABLE = /^\$(?:\w+|\{\w+\})$/;

/**
 * What `cdk deploy` of the named stacks, and of what they depend on, needs. Source: aws-cdk-cli, deployments.
 *
 * A stack that a variable of the build names is one that the build synthesizes itself, such as the pipeline of a branch;
 * unsure: it is taken to be in the environment of this pipeline's own stack, and deployed by the same roles.
 */
export function selfUpdateDuties(
  facts: ActionFacts,
  role: string,
  selectors: readonly string[],
  input: PreflightInput,
): Duty[] {
  const { assembly } = input;
  const isNamed = ({ displayName, artifactId }: StackArtifact, selector: string): boolean =>
    selector === displayName || selector === artifactId;
  const targets = assembly.stacks.filter((stack) => selectors.some((selector) => isNamed(stack, selector)));
  const others = selectors.filter((selector) => !targets.some((stack) => isNamed(stack, selector)));
  const elsewhere = others.flatMap((selector): Duty[] => {
    if (!VARIABLE.test(selector)) return [missing(facts, role, selector)];
    const { stack } = facts.declared;
    const own = { ...stack, stackName: unresolved(selector) };
    return [...publishingDuties(facts, role, publishedWith(stack, input), input), ...stackDuties(facts, role, own)];
  });
  const ordered = targets.length === 0 ? [] : inDependencyOrder(targets, assembly.stacks);
  const deployed = ordered.flatMap((stack) => {
    const published = publishedWith(stack, input);
    return [...publishingDuties(facts, role, published, input), ...stackDuties(facts, role, stack)];
  });
  return [...deployed, ...elsewhere];
}

/** The assets of a stack; the template itself is one of them. */
function publishedWith({ templateFile }: StackArtifact, { assets }: PreflightInput): Published[] {
  const manifestPath = templateFile.replace(/\.template\.json$/, '.assets.json');
  return (assets.get(manifestPath) ?? []).flatMap(({ id: assetId, destinations }) =>
    destinations.map(({ id: destinationId }) => ({ manifestPath, assetId, destinationId })),
  );
}

function missing({ place }: ActionFacts, role: string, selector: string): Duty {
  const why = `the assembly has no stack ${describe(selector)}, so what its deployment takes is not known`;
  return {
    place,
    step: 'the build deploys a stack',
    principal: role,
    call: 'sts:AssumeRole',
    resource: selector,
    because: { kind: 'unproven', why },
  };
}

function stackDuties({ place }: ActionFacts, build: string, stack: StackArtifact): Duty[] {
  const { deploy, execution, deployExternalId = null } = stack.roles ?? {};
  const { account, region } = stack.environment;
  const deployer = deploy ?? build;
  const common = { place, caller: { kind: 'role', arn: deployer }, anyOf: false } as const;
  const resource = `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${stack.stackName}/*`;
  const assume =
    deploy === undefined
      ? []
      : [assumes(place, 'the project role assumes the deploy role', build, deploy, deployExternalId)];
  const deployment: Obligation[] = [
    {
      ...common,
      step: `the deploy role updates stack ${describe(stack.stackName)}`,
      calls: ['CreateChangeSet', 'DescribeChangeSet', 'ExecuteChangeSet', 'DescribeStacks', 'DescribeStackEvents'].map(
        (call) => `cloudformation:${call}`,
      ),
      resource,
      target: { kind: 'other', arn: resource, account },
    },
  ];
  if (execution === undefined) return [...assume, ...deployment];
  return [
    ...assume,
    ...deployment,
    {
      ...common,
      step: 'the deploy role hands the execution role to CloudFormation',
      calls: ['iam:PassRole'],
      resource: execution,
      target: { kind: 'other', arn: execution, account },
      context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
    },
    serviceAssumes(place, 'CloudFormation assumes the execution role', 'cloudformation.amazonaws.com', execution),
  ];
}
