// Stacks that two stages deploy over each other.
import { formatEnvironment } from '../../model/environment.js';
import { hasHole } from '../iam/unresolved.js';
import { stackDeployments, type StackDeployment } from './deployed-stacks.js';
import { actionPlace } from './places.js';
import type { Rule } from './rule.js';

/** Two stages that forget to tell their stacks apart by name, or by environment. */
export const stackDeployedTwice: Rule = {
  id: 'stack-deployed-twice',
  severity: 'error',
  checks: 'No two stages deploy different templates as the same stack: one name in one account and region.',
  why: 'The second deployment updates the stack of the first to its own template: resources of the first are deleted or replaced, in every execution anew.',
  falsePositives: 'Low: deliberate for a stack that grows in steps, as a template of its own for each step.',
  source: 'CloudFormation User Guide: a stack’s name is unique in an account and region.',
  mend: 'Give the stack a name with the stage in it, or the stage an environment of its own.',
  check: (facts) => {
    const byStack = new Map<string, StackDeployment[]>();
    for (const deployment of stackDeployments(facts)) {
      const { stackName, account, region } = deployment;
      const key = `${formatEnvironment({ account, region })}/${stackName}`;
      // A name that only a deployment tells may be another one in each.
      if (hasHole(key)) continue;
      byStack.set(key, [...(byStack.get(key) ?? []), deployment]);
    }
    return [...byStack].flatMap(([key, deployments]) => {
      const [first, ...others] = deployments;
      const other = others.find(({ template }) => template !== first?.template);
      if (first === undefined || other === undefined) return [];
      return [
        {
          problem: `Stack ${first.stackName} of ${key.slice(0, key.lastIndexOf('/'))} is deployed by ${named(first)} from ${first.template}, and by ${named(other)} from ${other.template}.`,
          place: actionPlace(other.declared, other.stage.name, other.action.name),
          consequence:
            'Each deployment would turn the stack into its own template, and delete what the other one made.',
          remedy: {
            text: 'Give the stack a name of its own in each stage (`stackName`, or leave it out), or each stage another environment.',
          },
        },
      ];
    });
  },
};

function named({ declared, stage, action }: StackDeployment): string {
  return `${declared.pipeline.name} ${stage.name}/${action.name}`;
}
