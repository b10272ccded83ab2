// The project that an action builds with, and what that project's builds run: asked by the rules and by the proof alike.
import type { Action } from '../model/pipeline.js';
import { parseArn } from './iam/arn.js';
import type { PreflightInput } from './input.js';
import type { Landscape, LandscapePipeline, LandscapeProject } from './landscape/landscape.js';

/** The project of an action, or of a condition's rule, that starts a build; undefined where no template has it. */
export function projectOf(
  action: Action,
  { pipeline }: LandscapePipeline,
  landscape: Landscape,
): LandscapeProject | undefined {
  const { owner, provider } = action.actionTypeId;
  if (owner !== 'AWS' || provider !== 'CodeBuild') return undefined;
  const home = pipeline.declaredAt.environment;
  // A project is in the account of the role that starts its builds.
  const account = parseArn(action.roleArn ?? pipeline.roleArn)?.account ?? home.account;
  return landscape.project(action.configuration.ProjectName ?? '', { account, region: action.region ?? home.region });
}

/** The text of a project's buildspec; undefined where it is no text of the project and no file of the assembly. */
export function buildspecText({ project }: LandscapeProject, { buildspecs }: PreflightInput): string | undefined {
  const { buildSpec } = project;
  if (buildSpec === undefined || buildSpec === '') return undefined;
  const file = buildspecs.get(buildSpec);
  if (file !== undefined) return file;
  // A text of its own has several lines, or is JSON; anything else is a path, a marker for a part of it included.
  return /\n/.test(buildSpec) || /^\s*\{(?!\{)/.test(buildSpec) ? buildSpec : undefined;
}
