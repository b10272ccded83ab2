// A Lambda function that an action invokes: only by its own call does the action end.
import type { ActionFacts } from '../action-facts.js';
import type { Duty } from '../obligation.js';
import { serviceAssumes } from './assume.js';

/** The role of a function, by the function's name or ARN, where the landscape has it. */
export function functionRole({ landscape, partition, region, account }: ActionFacts, name: string): string | undefined {
  const arn = name.startsWith('arn:') ? name : `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  const role = landscape.resource(arn)?.properties.Role;
  return typeof role === 'string' ? role : undefined;
}

/** The role of the function that an action invokes, where the landscape has it. */
export function functionRoleOf(facts: ActionFacts): string | undefined {
  const name = facts.action.configuration.FunctionName;
  return name === undefined ? undefined : functionRole(facts, name);
}

/** That the function can tell CodePipeline what came of it. Source: CodePipeline User Guide, Invoke a Lambda function. */
export function functionDuties(facts: ActionFacts): Duty[] {
  const { place, action } = facts;
  const role = functionRoleOf(facts);
  if (role === undefined) {
    const name = action.configuration.FunctionName ?? '';
    return [
      {
        place,
        step: 'the function tells CodePipeline its result',
        principal: name,
        call: 'codepipeline:PutJobSuccessResult',
        resource: '*',
        because: { kind: 'unproven', why: `function ${name} is in no template of the assembly` },
      },
    ];
  }
  return [
    serviceAssumes(place, 'Lambda assumes the function role', 'lambda.amazonaws.com', role),
    {
      place,
      step: 'the function role tells CodePipeline its result',
      caller: { kind: 'role', arn: role },
      calls: ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'],
      anyOf: false,
      resource: '*',
      target: { kind: 'other', arn: '*', account: facts.account },
    },
  ];
}
