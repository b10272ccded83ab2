// Which stacks the pipelines deploy, by the templates that their actions name.
import type { StackArtifact } from '../../model/assembly.js';
import type { Action, Stage } from '../../model/pipeline.js';
import { parseArn } from '../iam/arn.js';
import type { LandscapePipeline } from '../landscape/landscape.js';
import type { RuleFacts } from './rule.js';

/** A CloudFormation action that brings a template to a stack. */
export interface StackDeployment {
  readonly declared: LandscapePipeline;
  readonly stage: Stage;
  readonly action: Action;
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  /** Path of the template in its artifact. */
  readonly template: string;
  /** The stack of the assembly with that template; absent where the template is none of it. */
  readonly stack?: StackArtifact;
}

/** Every one of them, in the order of the stages. */
export function stackDeployments({ landscape, input }: RuleFacts): StackDeployment[] {
  const stacks = new Map(input.assembly.stacks.map((stack) => [stack.templateFile, stack]));
  return landscape.pipelines.flatMap((declared) => {
    const { environment } = declared.pipeline.declaredAt;
    return declared.pipeline.stages.flatMap((stage) =>
      stage.actions.flatMap((action): StackDeployment[] => {
        const { StackName: stackName, TemplatePath: path } = action.configuration;
        if (action.actionTypeId.provider !== 'CloudFormation' || stackName === undefined || path === undefined)
          return [];
        const template = path.slice(path.indexOf('::') + 2);
        const stack = stacks.get(template);
        const account = parseArn(action.roleArn ?? declared.pipeline.roleArn)?.account ?? environment.account;
        return [
          {
            declared,
            stage,
            action,
            stackName,
            account,
            region: action.region ?? environment.region,
            template,
            ...(stack === undefined ? {} : { stack }),
          },
        ];
      }),
    );
  });
}
