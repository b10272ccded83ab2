// Test steps that may assume a role and do not seem to.
import type { TemplateValue } from '../../model/template.js';
import { hasHole } from '../iam/unresolved.js';
import { field, items, texts } from '../landscape/values.js';
import { placeOf } from '../proof/causes/finding.js';
import { buildsOf, parsedBuildspec, type Build } from './builds.js';
import type { Rule, RuleFacts } from './rule.js';

// What commands say that take on another role, or use a profile that does.
const ASSUMES =
  /assume-role|role_arn|AWS_PROFILE|--profile|AWS_ROLE_ARN|AWS_CONFIG_FILE|assumeRole|assume_role|cdk-assets|\bcdk\b/;

/** A right that nothing uses is only for somebody else to use. */
export const unusedAssumeRole: Rule = {
  id: 'unused-assume-role',
  severity: 'info',
  checks:
    'A build after the first deployment that may assume a role by name mentions it: in its commands or variables, by ARN or name, or by way of a profile.',
  why: 'The role was granted for tests that now run without it: against the wrong account, or with rights that nobody needs.',
  falsePositives:
    'High, and only for information: a program that the build starts may assume the role by itself. Builds whose buildspec is a file of the source are left alone.',
  source: 'CodeBuild User Guide, Build specification reference; IAM User Guide, Grant least privilege.',
  mend: 'Take the right away, or hand the role’s ARN over as a variable.',
  check: (facts) =>
    testsOf(facts).flatMap((build) => {
      const role = facts.landscape.role(build.project.project.serviceRole);
      const said = textOf(build, facts);
      if (role === undefined || said === undefined || ASSUMES.test(said)) return [];
      return role.identity.flatMap((policy) =>
        assumable(policy.document)
          .filter((arn) => !said.includes(arn) && !said.includes(arn.slice(arn.lastIndexOf('/') + 1)))
          .map((arn) => ({
            problem: `Build ${build.stage.name}/${build.action.name} of pipeline ${build.declared.pipeline.name} may assume ${arn}, and does not seem to.`,
            place: placeOf(policy.origin),
            consequence: 'Nothing would fail; its tests may run with other credentials than is believed.',
            remedy: {
              text: 'Take the right away, or have the commands assume the role; `StageTestStep` of cdk-trunkline does so by itself.',
            },
          })),
      );
    }),
};

/** Builds in stages that deploy, after the deployment. */
function testsOf(facts: RuleFacts): Build[] {
  return buildsOf(facts).filter(({ stage, action }) =>
    stage.actions.some(
      ({ actionTypeId, runOrder }) => actionTypeId.category === 'Deploy' && runOrder < action.runOrder,
    ),
  );
}

/** Everything that the build is told; undefined where its commands are not known. */
function textOf({ action, project, buildspecText: text }: Build, facts: RuleFacts): string | undefined {
  if (text === undefined || parsedBuildspec(text, facts) === undefined) return undefined;
  const variables = project.project.environmentVariables.map(({ name, value }) => `${name}=${value}`);
  return [text, ...variables, action.configuration.EnvironmentVariables ?? ''].join('\n');
}

/** Roles that a policy lets one assume by their full names. */
function assumable(document: TemplateValue): string[] {
  return items(field(document, 'Statement')).flatMap((statement) => {
    const actions = texts(field(statement, 'Action'));
    if (field(statement, 'Effect') !== 'Allow' || !actions.includes('sts:AssumeRole')) return [];
    return texts(field(statement, 'Resource')).filter(
      (arn) => /^arn:[^:]*:iam::\d{12}:role\//.test(arn) && !arn.includes('*') && !hasHole(arn),
    );
  });
}
