// Buildspecs that CodeBuild would not take.
import { buildspecText } from '../build-projects.js';
import type { LandscapeProject } from '../landscape/landscape.js';
import { checkedBuildspec, withoutHoles } from './builds.js';
import { projectPlace } from './places.js';
import type { Rule } from './rule.js';

/** Those in the templates and in the assembly; files of the source are not at hand. */
export const buildspec: Rule = {
  id: 'buildspec',
  severity: 'error',
  checks:
    'Every buildspec that a project holds, or that is a file of the assembly, is one: YAML or JSON of the right shape, with known phases and texts for commands.',
  why: 'CodeBuild reads it when the build starts, and fails in DOWNLOAD_SOURCE with a message about YAML.',
  falsePositives: 'Low: keys that are not known here are let pass.',
  source: 'CodeBuild User Guide, Build specification reference.',
  mend: 'Correct what the finding names. A command with `: ` in it needs quotes in YAML.',
  check: ({ landscape, input }) => {
    const texts = new Map<string, [LandscapeProject, ...LandscapeProject[]]>();
    for (const project of landscape.projects) {
      const text = buildspecText(project, input);
      if (text === undefined) continue;
      const same = texts.get(text);
      if (same === undefined) texts.set(text, [project]);
      else same.push(project);
    }
    return [...texts].flatMap(([text, [first, ...others]]) => {
      // In YAML the braces of a marker would be a mapping.
      const checked = checkedBuildspec(withoutHoles(text, 'unresolved'), input);
      if (!('mistakes' in checked)) return [];
      const { project } = first;
      const more = others.length === 0 ? '' : ` and ${String(others.length)} more`;
      return [
        {
          problem: `The buildspec of project ${project.declaredAt.constructPath ?? project.name}${more} is none that CodeBuild takes: ${checked.mistakes.join('; ')}.`,
          place: projectPlace(first, 'Source.BuildSpec'),
          consequence: 'The build would fail before its first command.',
          remedy: { text: 'Correct the buildspec at the place that is named.' },
        },
      ];
    });
  },
};
