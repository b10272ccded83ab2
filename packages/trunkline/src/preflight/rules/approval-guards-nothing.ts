// Approvals after which nothing is deployed.
import type { Action, Stage } from '../../model/pipeline.js';
import { buildsOf, linesOf, parsedBuildspec } from './builds.js';
import { actionPlace } from './places.js';
import type { Rule, RuleFacts } from './rule.js';

// What builds do to the outside world. A build that does none of it only looks.
const CHANGES_SOMETHING =
  /\b(deploy|publish|push|apply|upload|sync|release|promote|cp|put-[a-z-]+|update-[a-z-]+|create-[a-z-]+)\b/i;

/** People who approve believe that they hold something back. */
export const approvalGuardsNothing: Rule = {
  id: 'approval-guards-nothing',
  severity: 'warning',
  checks:
    'What comes after an approval deploys something: the rest of its stage where there is any, otherwise the next stage.',
  why: 'An approval holds back what comes after it. One that is last, or stands before tests alone, is asked for when everything is deployed already.',
  falsePositives: 'Medium: a build counts as deploying by the words of its commands, or where they are not known.',
  source: 'CodePipeline User Guide, Manual approval action; run order is a barrier.',
  mend: 'Put the approval before the stage that it guards: `pre` of the stage, or a lower run order.',
  check: (facts) => {
    const deploys = deployingActions(facts);
    return facts.landscape.pipelines.flatMap((declared) => {
      const { name, stages } = declared.pipeline;
      return stages.flatMap((stage, index) =>
        stage.actions.filter(isApproval).flatMap((approval) => {
          const after = actionsAfter(approval, stage, stages[index + 1]);
          if (after.actions.some((action) => deploys(action))) return [];
          const what =
            after.actions.length === 0
              ? 'nothing comes after it'
              : `what comes after it, ${after.where}, deploys nowhere (${after.actions.map((action) => action.name).join(', ')})`;
          return [
            {
              problem: `Approval ${stage.name}/${approval.name} of pipeline ${name} guards nothing: ${what}.`,
              place: actionPlace(declared, stage.name, approval.name),
              consequence:
                'It would be asked for after everything was deployed, and refusing it would hold nothing back.',
              remedy: {
                text: 'Put it before what it is to guard: as `pre` of that stage, or with a lower run order than its deployments.',
              },
            },
          ];
        }),
      );
    });
  },
};

function isApproval({ actionTypeId }: Action): boolean {
  return actionTypeId.category === 'Approval';
}

/** The rest of the stage, but for approvals; the next stage where there is no such rest. */
function actionsAfter(
  approval: Action,
  stage: Stage,
  next: Stage | undefined,
): { readonly where: string; readonly actions: readonly Action[] } {
  const rest = stage.actions.filter((action) => action.runOrder > approval.runOrder && !isApproval(action));
  if (rest.length > 0) return { where: `the rest of stage ${stage.name}`, actions: rest };
  return { where: `stage ${next?.name ?? ''}`, actions: (next?.actions ?? []).filter((action) => !isApproval(action)) };
}

function deployingActions(facts: RuleFacts): (action: Action) => boolean {
  const builds = new Map(buildsOf(facts).map((build) => [build.action, build] as const));
  const changes = (lines: readonly string[]): boolean => lines.some((line) => CHANGES_SOMETHING.test(line));
  return (action) => {
    const { category, provider } = action.actionTypeId;
    if (provider === 'Commands') return changes(action.commands ?? []);
    if (category !== 'Build' && category !== 'Test') return true;
    const build = builds.get(action);
    const buildspec = build?.buildspecText === undefined ? undefined : parsedBuildspec(build.buildspecText, facts);
    // Outputs may be what a later stage deploys; a build of tests has none.
    return buildspec === undefined || action.outputArtifacts.length > 0 || changes(linesOf(buildspec));
  };
}
