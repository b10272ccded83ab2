// Secrets that stand in variables of builds for everybody to read.
import type { EnvironmentVariable } from '../../model/project.js';
import type { FindingPlace } from '../../model/finding.js';
import { buildspecText } from '../build-projects.js';
import { hasHole } from '../iam/unresolved.js';
import { parsedBuildspec } from './builds.js';
import { actionPlace, projectPlace } from './places.js';
import type { Rule, RuleFacts, RuleFinding } from './rule.js';

const SECRET_NAME =
  /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)(?:$|_)/i;
/** A part of the name that says that the value is only where the secret is. */
const POINTER_NAME = /_(?:ARN|NAME|ID|PATH|FILE|URL|URI|LOCATION|PARAMETER|HASH|LENGTH|TTL)$/i;

// Forms that nothing but a credential has. Sources: AWS IAM User Guide, unique identifiers; GitHub, GitLab, npm and Slack
// documentation, formats of tokens.
const SECRET_VALUES = [
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bgithub_pat_[A-Za-z0-9_]{22,}\b/,
  /\bglpat-[A-Za-z0-9_-]{20,}\b/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
];

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly of: string;
  readonly place: FindingPlace;
}

/** A guess by names and forms; the value itself is never shown. */
export const plaintextSecret: Rule = {
  id: 'plaintext-secret',
  severity: 'warning',
  checks:
    'No variable of a build or action whose name or value looks like a secret is plain text: it is taken from Secrets Manager or SSM.',
  why: 'Plain variables stand in the template, in the repository, in the console and in the answers of the API, for everybody who may read one of them.',
  falsePositives:
    'Medium: a guess by the variable’s name and the value’s form. Names such as `TOKEN_NAME` are let pass.',
  source:
    'CodeBuild User Guide, Environment variables in build environments: the type PLAINTEXT is not for sensitive values.',
  mend: 'Give the variable the type `SECRETS_MANAGER` or `PARAMETER_STORE`, and replace the secret, as it is known.',
  check: (facts) => variablesOf(facts).filter(isSecret).map(findingOf),
};

function isSecret({ name, value }: Variable): boolean {
  if (value === '' || hasHole(value) || /^#\{[^{}]+\}$/.test(value)) return false;
  if (SECRET_VALUES.some((form) => form.test(value))) return true;
  return SECRET_NAME.test(name) && !POINTER_NAME.test(name) && !/^(?:true|false|\d{1,3}|arn:.*|\$.*)$/i.test(value);
}

function findingOf({ name, of, place }: Variable): RuleFinding {
  return {
    problem: `Variable ${name} of ${of} looks like a secret, and is plain text.`,
    place,
    consequence: 'Everybody who may read the template, the project or the pipeline could read it.',
    remedy: {
      text: 'Take the value from Secrets Manager or SSM (`BuildEnvironmentVariableType.SECRETS_MANAGER`), and replace the secret, which is known now.',
    },
  };
}

function variablesOf(facts: RuleFacts): Variable[] {
  const { landscape, input } = facts;
  const ofProjects = landscape.projects.flatMap((declared) => {
    const { project } = declared;
    const of = `project ${project.declaredAt.constructPath ?? project.name}`;
    const text = buildspecText(declared, input);
    const written = text === undefined ? undefined : parsedBuildspec(text, facts);
    return [
      ...project.environmentVariables
        .filter(({ type }) => type === 'PLAINTEXT')
        .map(({ name, value }) => ({
          name,
          value,
          of,
          place: projectPlace(declared, 'Environment.EnvironmentVariables'),
        })),
      ...Object.entries(written?.variables ?? {}).map(([name, value]) => ({
        name,
        value,
        of: `the buildspec of ${of}`,
        place: projectPlace(declared, 'Source.BuildSpec'),
      })),
    ];
  });
  const ofActions = landscape.pipelines.flatMap((declared) =>
    declared.pipeline.stages.flatMap((stage) =>
      stage.actions.flatMap((action) =>
        [...(action.environmentVariables ?? []), ...jsonVariables(action.configuration.EnvironmentVariables)]
          .filter(({ type }) => type === 'PLAINTEXT')
          .map(({ name, value }) => ({
            name,
            value,
            of: `action ${stage.name}.${action.name} of pipeline ${declared.pipeline.name}`,
            place: actionPlace(declared, stage.name, action.name),
          })),
      ),
    ),
  );
  return [...ofProjects, ...ofActions];
}

/** What a CodeBuild action hands over, as JSON. What is no such list has none. */
function jsonVariables(text = '[]'): EnvironmentVariable[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const list: unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((item) => {
    const { name, value: content, type = 'PLAINTEXT' } = (item ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string' || typeof content !== 'string' || type !== 'PLAINTEXT') return [];
    return [{ name, value: content, type: 'PLAINTEXT' as const }];
  });
}
