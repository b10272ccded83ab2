// The commands that create the pipeline of a branch, where it has none yet.
import { shellWord } from '../../config/shell-word';

/** What the commands are about. */
export interface BranchDeployment {
  /** Which stack of the app is a branch's pipeline, as `cdk list` takes it. */
  readonly pipelineStacks: string;
  /** The commands that synthesize the app for `$BRANCH`. */
  readonly synthCommands: readonly string[];
}

/**
 * One command of several lines, for a shell of a build. It reads the branch from `BRANCH` alone, where no character of it
 * has a meaning, and does nothing for `DEFAULT_BRANCH`, which is what an execution that no push started has.
 *
 * A pipeline that is there updates itself: two deployments of its stack at the same time would let one of them fail.
 */
export function deploymentScript({ pipelineStacks, synthCommands }: BranchDeployment): string {
  return [
    'set -eu',
    'if [ "$BRANCH" = "$DEFAULT_BRANCH" ]; then',
    '  echo "No push to a branch started this execution, so there is nothing to do."',
    'else',
    ...synthCommands,
    `stack="$(npx cdk --app cdk.out list ${shellWord(pipelineStacks)})"`,
    'if [ "$(printf \'%s\\n\' "$stack" | grep -c .)" -ne 1 ]; then',
    `  echo ${shellWord(`${pipelineStacks} has to mean one stack, the pipeline of the branch; it means:`)} "$stack" >&2`,
    '  false',
    'fi',
    'status="$(aws cloudformation describe-stacks --stack-name "$stack" --query "Stacks[0].StackStatus" --output text || true)"',
    'case "$status" in',
    '  CREATE_COMPLETE | UPDATE_* | IMPORT_*) echo "$stack is there, and updates itself." ;;',
    '  *) npx cdk --app cdk.out deploy --exclusively --require-approval never "$stack" ;;',
    'esac',
    'fi',
  ].join('\n');
}
