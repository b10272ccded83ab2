// The builds of pipelines: each action that starts a project, with its buildspec where it is known.
import { checkBuildspec } from '../../assembly/buildspec/parse-buildspec.js';
import type { Buildspec } from '../../model/buildspec.js';
import type { Action, Stage } from '../../model/pipeline.js';
import { buildspecText, projectOf } from '../build-projects.js';
import type { PreflightInput } from '../input.js';
import type { LandscapePipeline, LandscapeProject } from '../landscape/landscape.js';
import type { RuleFacts } from './rule.js';

/** An action that starts a build. */
export interface Build {
  readonly declared: LandscapePipeline;
  readonly stage: Stage;
  readonly action: Action;
  readonly project: LandscapeProject;
  /** Absent where it is a file of the source, or not known. */
  readonly buildspecText?: string;
}

/** All builds whose project is known. */
export function buildsOf({ landscape, input }: RuleFacts): Build[] {
  return landscape.pipelines.flatMap((declared) => {
    return declared.pipeline.stages.flatMap((stage) =>
      stage.actions.flatMap((action): Build[] => {
        const project = projectOf(action, declared, landscape);
        if (project === undefined) return [];
        const text = buildspecText(project, input);
        return [{ declared, stage, action, project, ...(text === undefined ? {} : { buildspecText: text }) }];
      }),
    );
  });
}

/** Every line that a build runs, with a project's buildspec or an action's own. */
export function linesOf(buildspec: Buildspec): string[] {
  return Object.values(buildspec.phases).flatMap(({ commands, finally: last }) => [...commands, ...last]);
}

/** The parsed buildspec of a text; its mistakes where it has any. */
export type Checked = ReturnType<typeof checkBuildspec>;

// Projects for assets differ by little but their names, and several rules read the same texts.
const CHECKED = new WeakMap<PreflightInput, Map<string, Checked>>();

/** Parses each text once in a run. */
export function parsedBuildspec(text: string, { input }: RuleFacts): Buildspec | undefined {
  const checked = checkedBuildspec(text, input);
  return 'mistakes' in checked ? undefined : checked;
}

/** As `parsedBuildspec`, with the mistakes. */
export function checkedBuildspec(text: string, input: PreflightInput): Checked {
  let known = CHECKED.get(input);
  if (known === undefined) {
    known = new Map();
    CHECKED.set(input, known);
  }
  let checked = known.get(text);
  if (checked === undefined) {
    checked = checkBuildspec(text);
    known.set(text, checked);
  }
  return checked;
}

/** A text with something else in the place of values that only a deployment tells. */
export function withoutHoles(text: string, replacement: string): string {
  return text.replaceAll(/\{\{[^{}]*\}\}/g, replacement);
}
