// Tools that builds install in whatever version is the newest that day.
import { buildsOf, linesOf, parsedBuildspec } from './builds.js';
import { projectPlace } from './places.js';
import type { Rule, RuleFinding } from './rule.js';

/** One finding for each tool of each project. */
export const floatingVersion: Rule = {
  id: 'floating-version',
  severity: 'info',
  checks: 'Tools that builds install for themselves (`npm install -g`, `npx tool@...`) have an exact version.',
  why: 'The same commit is built by other tools tomorrow, and a release that breaks something stops every pipeline, the one that would mend it included.',
  falsePositives:
    'By design of CDK Pipelines, which installs `aws-cdk@2` and `cdk-assets@latest`: found in every pipeline of plain CDK that sets no `cliVersion` and `cdkAssetsCliVersion`.',
  source: 'npm documentation, npm install; aws-cdk-lib, pipelines: CodePipelineProps.cliVersion.',
  mend: 'Name an exact version: `cliVersion` and `cdkAssetsCliVersion` of the pipeline, or in the command.',
  check: (facts) => {
    const found = new Map<string, RuleFinding & { readonly projects: Set<string> }>();
    for (const { project, buildspecText: text } of buildsOf(facts)) {
      const buildspec = text === undefined ? undefined : parsedBuildspec(text, facts);
      for (const tool of buildspec === undefined ? [] : floatingTools(linesOf(buildspec))) {
        const known = found.get(tool);
        const projects = known?.projects ?? new Set<string>();
        projects.add(project.arn);
        found.set(tool, known ?? { ...finding(tool), place: projectPlace(project, 'Source.BuildSpec'), projects });
      }
    }
    return [...found.values()].map(({ projects, ...rest }) => ({
      ...rest,
      problem: `${rest.problem} in ${projects.size === 1 ? 'one build' : `${String(projects.size)} builds`}.`,
    }));
  },
};

function finding(tool: string): Omit<RuleFinding, 'place'> {
  const option = /^aws-cdk(?:@|$)/.test(tool)
    ? ' (`cliVersion` of the pipeline)'
    : /^cdk-assets(?:@|$)/.test(tool)
      ? ' (`cdkAssetsCliVersion` of the pipeline)'
      : '';
  return {
    problem: `${tool} is installed in whatever version is the newest`,
    consequence: 'The same commit may be built otherwise tomorrow.',
    remedy: { text: `Name an exact version${option}.` },
  };
}

/** The tools of some commands whose version is not exact, each once. */
function floatingTools(lines: readonly string[]): string[] {
  const commands = lines
    .flatMap((line) => line.split(/[;&|\n]/))
    .map((command) => command.trim().split(/\s+/).map(unquoted));
  const tools = commands.flatMap((words) => [...installed(words), ...started(words)]);
  return [...new Set(tools)].filter((tool) => !/.@\d+\.\d+\.\d+[\w.+-]*$/.test(tool));
}

/** What `npm install --global` installs; folders, archives, variables and options are none of it. */
function installed(words: readonly string[]): string[] {
  const at = words.indexOf('npm');
  const [verb = '', ...rest] = at === -1 ? [] : words.slice(at + 1);
  if (!['install', 'i', 'add'].includes(verb) || !(rest.includes('-g') || rest.includes('--global'))) return [];
  return rest.filter((word) => PACKAGE.test(word) && !word.startsWith('-') && !/\.(?:tgz|tar\.gz)$/.test(word));
}

/** What `npx` fetches: with no version at all it may be one of the project's own, in the version of its lock file. */
function started(words: readonly string[]): string[] {
  const at = words.indexOf('npx');
  const tool = at === -1 ? undefined : words.slice(at + 1).find((word) => !word.startsWith('-'));
  return tool !== undefined && PACKAGE.test(tool) && tool.indexOf('@', 1) !== -1 ? [tool] : [];
}

const PACKAGE = /^(?:@[\w.-]+\/)?[\w-][\w.-]*(?:@[\w.^~<>=*-]*)?$/;

function unquoted(word: string): string {
  return word.replace(/^["']|["']$/g, '');
}
