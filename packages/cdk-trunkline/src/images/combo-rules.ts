// When a combo is looked at, and who is told where that fails: three rules of EventBridge.
import { Stack } from 'aws-cdk-lib';
import type { Project } from 'aws-cdk-lib/aws-codebuild';
import { EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/**
 * Looks at the combo by a schedule, and after every deployment that changed its stack.
 *
 * @param name such as `python_node:3.12_22`
 */
export function addStarts(scope: Construct, project: Project, name: string, schedule: Schedule | undefined): void {
  new Rule(scope, 'Schedule', {
    description: `Looks whether combo ${name} is fresh`,
    schedule: schedule ?? daily(name),
    targets: [new CodeBuildProject(project)],
  });
  // Source: CloudFormation User Guide, Stack Status Change event detail. unsure: whether a rule that is as new as its stack
  // sees that stack's CREATE_COMPLETE, as EventBridge takes a short time to put a rule into effect; the schedule makes up
  // for one that was missed.
  new Rule(scope, 'Deployment', {
    description: `Looks whether combo ${name} is fresh once its stack was deployed`,
    eventPattern: {
      source: ['aws.cloudformation'],
      detailType: ['CloudFormation Stack Status Change'],
      detail: {
        'stack-id': [Stack.of(scope).stackId],
        'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
      },
    },
    targets: [new CodeBuildProject(project)],
  });
}

/**
 * Tells of builds that ended without an image.
 *
 * @param name such as `python_node:3.12_22`
 */
export function addNotification(scope: Construct, project: Project, name: string, topic: ITopic): void {
  // EventBridge hands each line on in quotes: its template is a list of JSON strings.
  const message = RuleTargetInput.fromMultilineText(
    [
      `Combo ${name} is not fresh: its build has ended as ${EventField.fromPath('$.detail.build-status')}.`,
      EventField.fromPath('$.detail.additional-information.logs.deep-link'),
    ].join('\n'),
  );
  new Rule(scope, 'Failure', {
    description: `Tells of failed builds of combo ${name}`,
    eventPattern: {
      source: ['aws.codebuild'],
      detailType: ['CodeBuild Build State Change'],
      detail: {
        'project-name': [project.projectName],
        // Source: CodeBuild API Reference, Build, buildStatus. unsure: whether events say TIMED_OUT and FAULT, or FAILED.
        'build-status': ['FAILED', 'FAULT', 'STOPPED', 'TIMED_OUT'],
      },
    },
    targets: [new SnsTopic(topic, { message })],
  });
}

/** A matrix of combos does not start all at once, and each always at the same minute. */
function daily(name: string): Schedule {
  const minute = [...name].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 60, 0);
  return Schedule.cron({ hour: '3', minute: String(minute) });
}
