// The catalogue as a page: what `docs/actions.md` says is printed from here.
import type { CatalogueEntry, Chain, ConfigurationKey, Need, When } from './catalogue.js';

/** What each chain goes on to ask for. */
const CHAINS: Readonly<Record<Chain, string>> = {
  project:
    'CodeBuild assumes the service role of the project. That role writes the log, reads the secrets and parameters among ' +
    'the variables, joins the network, pulls the image, clones sources in full, publishes what the buildspec publishes, ' +
    'deploys what it deploys with the CDK CLI, and assumes the roles that its policies name. For a batch, the batch role ' +
    'starts the builds.',
  'execution role':
    'CloudFormation assumes the execution role, which deploys the stack: proved where its policies allow everything, ' +
    'refuted where it has none, unproven otherwise.',
  'administration role':
    'CloudFormation assumes the administration role, and that one the execution role in every account that is named.',
  function: 'Lambda assumes the role of the function, which tells CodePipeline the result.',
  'task roles':
    'The action role hands the roles of the task definition to ECS; all roles where no template has the definition.',
  'deployment group':
    "The action role looks at the deployment configuration of the group; CodeDeploy assumes the group's service role.",
  'target groups': 'The action role takes instances out of the target groups and puts them back.',
  secrets: 'The action role reads the secrets among the variables.',
};

/** The whole page. */
export function actionsPage(catalogue: readonly CatalogueEntry[]): string {
  const rules = catalogue.filter(({ type }) => type.startsWith('Rule/'));
  const actions = catalogue.filter((entry) => !rules.includes(entry));
  return [
    HEAD,
    ...actions.map(sectionOf),
    '# Rules of stage conditions\n\nA rule is performed as an action is: by its own role, or else by the role of the pipeline.\n',
    ...rules.map(sectionOf),
  ].join('\n');
}

const HEAD = `# What actions need

What \`trunkline preflight\` asks of the roles of a pipeline, for every type of action. Printed from
\`packages/trunkline/src/preflight/catalogue\` by \`npm run docs\`.

For every pipeline, CodePipeline has to be allowed to assume the pipeline's role. An action with a role of its own is
performed by that one, which the pipeline's role has to be allowed to assume; every other action is performed by the
pipeline's. That role is called the action role here.

Reading an artifact takes \`s3:GetObject\` on the bucket of the artifact store in the action's region, and \`kms:Decrypt\` on
the store's key through S3; writing one takes \`s3:PutObject\` and \`kms:GenerateDataKey\`. Where an action runs in another
region than its pipeline, the pipeline's role copies its inputs there (unsure: the documentation says that they are copied,
and CDK that the role needs both buckets).

Objects in other buckets take calls to their keys where a bucket encrypts with a key of KMS by default.

Parts of a resource that only an execution tells, such as the id of a stack, are written \`{some id}\`: a policy that is for
one such id proves nothing.

An action is refuted without a key of its configuration that it cannot do without; a value that is not among those named
here leaves it unproven, and so does an action whose type is not here.
`;

function sectionOf({ type, reads, writes, keys = [], needs, chains = [], unproven }: CatalogueEntry): string {
  const artifacts = [
    ...(reads === undefined ? [] : [`the ${reads} reads the input artifacts`]),
    ...(writes === undefined ? [] : [`the ${writes} writes the output artifacts`]),
  ].join('; ');
  const sentences = [
    ...(artifacts === '' ? [] : [`${artifacts[0]?.toUpperCase() ?? ''}${artifacts.slice(1)}.`]),
    ...keysOf(keys),
    ...chains.map((chain) => CHAINS[chain]),
    ...(unproven === undefined ? [] : [`**Unproven**: ${unproven}.`]),
    ...(artifacts === '' && chains.length + needs.length === 0 && unproven === undefined ? ['It needs nothing.'] : []),
  ];
  return `## \`${type}\`\n\n${sentences.map((sentence) => `${sentence}\n`).join('\n')}${tableOf(needs, sentences.length > 0)}`;
}

function tableOf(needs: readonly Need[], follows: boolean): string {
  if (needs.length === 0) return '';
  const rows = needs.map(({ who, step, calls, anyOf = false, on, context = {}, source, ...need }) => {
    const conditions = Object.entries(context).map(([key, value]) => `\`${key}\` = \`${value}\``);
    const cells = [
      `The ${who} ${step}${whenOf(need)}`,
      calls.map((call) => `\`${call}\``).join(anyOf ? ' or ' : ', '),
      [`\`${on}\``, ...conditions].join(', '),
      source,
    ];
    return `| ${cells.map((cell) => cell.replaceAll(/(?<!\\)\|/g, '\\|')).join(' | ')} |\n`;
  });
  return `${follows ? '\n' : ''}| step | calls | on | source |\n|---|---|---|---|\n${rows.join('')}`;
}

function whenOf({ when = [] }: Pick<Need, 'when'>): string {
  const conditions = [when].flat().map(conditionOf);
  return conditions.length === 0 ? '' : `, ${conditions.join(', and ')}`;
}

function conditionOf({ key, is }: When): string {
  if (is === undefined) return `where \`${key}\` is configured`;
  const values = is.filter((value) => value !== '').map((value) => `\`${value}\``);
  const unset = is.includes('') ? ' or not configured' : '';
  return `where \`${key}\` is ${values.join(' or ')}${unset}`;
}

/** What the configuration has to have, and what it may have. */
function keysOf(keys: readonly ConfigurationKey[]): string[] {
  const sorted = [
    { words: 'It cannot do without', of: keys.filter(({ required }) => required !== false) },
    { words: 'It can do without', of: keys.filter(({ required }) => required === false) },
  ];
  return sorted.flatMap(({ words, of }) => (of.length === 0 ? [] : [`${words} ${of.map(keyOf).join('; ')}.`]));
}

function keyOf({ key, required, values = [], form }: ConfigurationKey): string {
  const words = form === 'ARN' ? ' (an ARN)' : ' (a list in JSON)';
  const kind =
    form !== undefined ? words : values.length === 0 ? '' : ` (${values.map((value) => `\`${value}\``).join(', ')})`;
  return `\`${key}\`${kind}${typeof required === 'boolean' ? '' : ` ${conditionOf(required)}`}`;
}
