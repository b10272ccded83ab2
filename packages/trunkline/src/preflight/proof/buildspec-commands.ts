// What a buildspec's text says that its build publishes or deploys with CDK's own tools.

/** One asset that a command publishes to one destination. */
export interface Published {
  /** Path of the asset manifest in the assembly. */
  readonly manifestPath: string;
  readonly assetId: string;
  readonly destinationId: string;
}

/** The commands of one tool, as far as they say what they are for. */
export interface Commands<T> {
  readonly read: readonly T[];
  /** Commands of which a part, or all, is not understood, each once. */
  readonly unread: readonly string[];
}

// Looked for wherever they stand in a command: a build that does more needs these rights all the same. npx knows the CLI by
// its package's name as well. Sources: aws-cdk-lib 2.276.0, pipelines: CodePipeline.publishAssetsAction and
// selfMutateAction; aws-cdk-cli, the commands of cdk-assets and cdk.
const CDK_ASSETS = /(?<![\w.-])cdk-assets(?:@[^\s"'\\]+)?[ \t]+/g;
const CDK = /(?<![\w.-])(?:aws-)?cdk(?:@[^\s"'\\]+)?[ \t]+(?=-|deploy\b)/g;
// Options of `cdk deploy` whose values change nothing about who does what.
const DEPLOY_VALUES = [
  ...['--require-approval', '--app', '-a', '--context', '-c', '--output', '-o', '--outputs-file', '-O'],
  ...['--parameters', '--progress', '--concurrency'],
];
// Where a command ends: for the shell, and with the text that holds it, in which line ends may be escaped.
const END = /[\n;|)]|&&|\\+n|"\s*[,\]}]/;
// As JSON or YAML in a template, quotation marks are escaped.
const WORD = /"([^"]*)"|'([^']*)'|[^\s"']+/g;
// A name that only a deployment tells is a marker, which holds a space.
const INVOKE = /\baws lambda invoke --function-name ((?:\{\{unresolved [^{}]*\}\}|[^\s"'\\])+)/g;

/** Everything that is published. */
export function publishedIn(buildspec: string): Commands<Published> {
  const read: Published[] = [];
  const unread = new Set<string>();
  for (const words of commandsOf(buildspec, CDK_ASSETS)) {
    const { options, operands } = parted(words, ['--path', '-p']);
    const at = operands.indexOf('publish');
    if (at === -1) continue;
    const manifestPath = options.get('--path') ?? options.get('-p') ?? '';
    const selectors = operands.slice(at + 1).map((selector) => /^([^:]+):([^:]+)$/.exec(selector));
    // Without a selector it publishes all that the manifest has.
    if (manifestPath === '' || selectors.length === 0 || selectors.includes(null)) {
      unread.add(['cdk-assets', ...words].join(' '));
      continue;
    }
    for (const [, assetId = '', destinationId = ''] of selectors.flatMap((selector) =>
      selector === null ? [] : [selector],
    )) {
      read.push({ manifestPath, assetId, destinationId });
    }
  }
  return { read, unread: [...unread] };
}

/** The stacks that are deployed, as the command calls them. */
export function deployedIn(buildspec: string): Commands<string> {
  const read: string[] = [];
  const unread = new Set<string>();
  for (const words of commandsOf(buildspec, CDK)) {
    const at = words.indexOf('deploy');
    if (at === -1) continue;
    // The value of an option that is not listed counts as a stack, which the assembly does not have.
    const { operands } = parted(words.slice(at + 1), DEPLOY_VALUES);
    if (operands.length === 0) unread.add(['cdk', ...words].join(' '));
    read.push(...operands);
  }
  return { read: [...new Set(read)], unread: [...unread] };
}

/** The names of the functions that are invoked. */
export function invokedIn(buildspec: string): string[] {
  return [...new Set([...buildspec.matchAll(INVOKE)].map(([, name = '']) => name))];
}

/** The words after the tool's name, of every command that begins so; another of the tool's name ends them too. */
function commandsOf(buildspec: string, tool: RegExp): string[][] {
  const found = [...buildspec.matchAll(tool)];
  return found.map((each, index) => {
    const rest = buildspec.slice(each.index + each[0].length, found[index + 1]?.index);
    const end = rest.search(END);
    const text = (end === -1 ? rest : rest.slice(0, end)).replaceAll(/\\+(?=["'])/g, '');
    return [...text.matchAll(WORD)].map(([word, double, single]) => double ?? single ?? word);
  });
}

/** Options that have values, and everything that is no option. */
function parted(
  words: readonly string[],
  withValue: readonly string[],
): { readonly options: ReadonlyMap<string, string>; readonly operands: readonly string[] } {
  const options = new Map<string, string>();
  const operands: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [name = '', value] = word.split(/=(.*)/s);
    if (!word.startsWith('-')) operands.push(word);
    else if (value !== undefined) options.set(name, value);
    else if (withValue.includes(name)) {
      at += 1;
      options.set(name, words[at] ?? '');
    }
  }
  return { options, operands };
}
