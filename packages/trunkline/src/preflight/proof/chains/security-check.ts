// The check of CDK Pipelines for broader permissions: its build invokes a function, which approves where nothing broadens.
import { parseArn } from '../../iam/arn.js';
import { items, textField } from '../../landscape/values.js';
import { pipelineNameOf, type ActionFacts } from '../action-facts.js';
import type { Duty } from '../obligation.js';
import { functionRole } from './function.js';
import { serviceAssumes } from './assume.js';
import { actionVariables } from './project-settings.js';

/** Source: aws-cdk-lib, pipelines, ApplicationSecurityCheck. */
export function securityCheckDuties(facts: ActionFacts, role: string, functions: readonly string[]): Duty[] {
  const { place, partition, region, account } = facts;
  return functions.flatMap((name): Duty[] => {
    const resource = `arn:${partition}:lambda:${region}:${account}:function:${name}`;
    const invoked = functionRole(facts, name);
    return [
      {
        place,
        step: 'the project role invokes the function that approves',
        caller: { kind: 'role', arn: role },
        calls: ['lambda:InvokeFunction'],
        anyOf: false,
        resource,
        target: { kind: 'other', arn: resource, account },
      },
      // A build may invoke functions of all kinds; only this one names an action that it approves.
      ...(invoked === undefined ? [] : approvalDuties(facts, invoked)),
    ];
  });
}

function approvalDuties({ place, action, stage, declared }: ActionFacts, role: string): Duty[] {
  const approved = actionVariables(action.configuration.EnvironmentVariables).find(
    ({ name }) => name === 'ACTION_NAME',
  );
  if (approved === undefined) return [];
  const { account } = declared.pipeline.declaredAt.environment;
  const arn = parseArn(declared.arn);
  const pipeline = `arn:${arn?.partition ?? ''}:codepipeline:${arn?.region ?? ''}:${account}:${pipelineNameOf(declared)}`;
  const tags = items(declared.properties.Tags).flatMap((tag) => {
    const key = textField(tag, 'Key');
    const value = textField(tag, 'Value');
    return key === undefined || value === undefined ? [] : [[`aws:ResourceTag/${key}`, value] as const];
  });
  const common = {
    place,
    caller: { kind: 'role', arn: role },
    anyOf: false,
    context: Object.fromEntries(tags),
  } as const;
  const target = { kind: 'other', arn: pipeline, account } as const;
  return [
    serviceAssumes(place, 'Lambda assumes the function role', 'lambda.amazonaws.com', role),
    {
      ...common,
      step: 'the function role looks for the approval',
      calls: ['codepipeline:GetPipelineState'],
      resource: pipeline,
      target,
    },
    {
      ...common,
      step: 'the function role approves',
      calls: ['codepipeline:PutApprovalResult'],
      resource: `${pipeline}/${stage.name}/${approved.value}`,
      target,
    },
  ];
}
