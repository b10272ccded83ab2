// Values that synth could not look up.
import { describe } from '../iam/unresolved.js';
import type { Rule } from './rule.js';

/** CDK puts dummies in their places, and goes on. */
export const missingContext: Rule = {
  id: 'missing-context',
  severity: 'warning',
  checks: 'The assembly was synthesized with every value that it looks up.',
  why: 'CDK writes dummy values into the templates instead, such as `vpc-12345`, and asks the CLI to look the real ones up. In a pipeline nothing does: the build that synthesizes has no credentials for it, or looks them up anew each time.',
  falsePositives: 'Low in CI. On a laptop the CLI looks values up by itself where it has credentials.',
  source: 'CDK Developer Guide, Context values; cloud-assembly-schema, AssemblyManifest.missing.',
  mend: 'Run `npx cdk synth` once with credentials of the account, and commit `cdk.context.json`.',
  check: ({ input }) =>
    input.missingContext.map(({ key, provider }) => ({
      problem: `The value ${describe(key)}${provider === undefined ? '' : ` (${provider})`} was not looked up; templates hold a dummy.`,
      place: { file: 'manifest.json' },
      consequence: 'What is deployed would refer to things that do not exist.',
      remedy: {
        text: 'Look it up once, with credentials of the account, and commit cdk.context.json.',
        command: 'npx cdk synth',
      },
    })),
};
