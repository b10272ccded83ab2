// The pages keep their word: their TypeScript compiles, their JSON parses, and their configurations are accepted. Their
// Python is checked by `npm run test:python`.
import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { PipelineConfig } from '../../src';
import { CONFIG } from '../../src/config/keys';
import { MainOnlyPipeline } from '../pipeline/services-pipeline';
import { compileErrors, readPages, snippets, type Page } from './snippets';

/** What stands around the keys of a configuration that a page shows alone. */
const AROUND = {
  owner: 'example-org',
  repo: 'services',
  connection_arn: 'arn:aws:codeconnections:eu-central-1:111111111111:connection/7f3a1c9e-52d4-4b8e-9a6f-0c1d2e3f4a5b',
  development_branch: 'develop',
  production_branch: 'main',
  accounts: {
    tooling: { account: '111111111111', region: 'eu-central-1' },
    dev: { account: '222222222222', region: 'eu-central-1' },
    qa: { account: '333333333333', region: 'eu-central-1' },
    prod: { account: '444444444444', region: 'eu-central-1' },
  },
};

const KEYS = CONFIG.keys.map(({ name }) => name);

/** The context that a page shows: a whole cdk.json, its context, or some keys of the configuration. */
function contextOf(value: Readonly<Record<string, unknown>>): object | undefined {
  if (value['context'] !== undefined) return value['context'] as object;
  if (value['config'] !== undefined) return value;
  if (!Object.keys(value).some((key) => KEYS.includes(key))) return undefined;
  const accounts = { ...AROUND.accounts, ...(value['accounts'] as object | undefined) };
  return { config: { ...AROUND, ...value, accounts } };
}

/**
 * Synthesizes what a page configures: of a wrong reference, or a rule that a stage cannot have, the pipelines tell alone.
 *
 * @throws where the configuration is not taken, or has keys that nobody knows
 */
function synthesize(context: object): void {
  const app = new App({ context: { ...context }, builtinCloudFormationValidation: false, analyticsReporting: false });
  const config = PipelineConfig.fromContext(app);
  if (config.unknownKeys.length > 0) throw new Error(`${config.unknownKeys.join(', ')}: no key of the configuration`);
  for (const { name } of config.pipelines)
    new MainOnlyPipeline(app, `${config.repo}-${name}`, { config, pipeline: name });
  app.synth();
}

/** Mistakes in the JSON of pages: what does not parse, and configurations that the library does not take. */
function jsonMistakes(pages: readonly Page[]): string[] {
  return pages
    .flatMap((page) => snippets(page, 'json'))
    .flatMap(({ place, code }) => {
      try {
        const context = contextOf(JSON.parse(code) as Record<string, unknown>);
        if (context !== undefined && 'config' in context) synthesize(context);
        return [];
      } catch (error) {
        return `${place}: ${error instanceof Error ? error.message : String(error)}`;
      }
    });
}

function pageOf(language: string, ...blocks: string[]): Page {
  return {
    name: 'mistaken.md',
    text: `# A page\n\n${blocks.map((code) => `\`\`\`${language}\n${code}\n\`\`\`\n`).join('\n')}`,
  };
}

const MISTAKEN = pageOf(
  'ts',
  "import { Stack } from 'aws-cdk-lib';\n\nconst stack = new Stack();",
  'export const id: number = stack.stackName;',
  'const stack = 1;\nstack.toFixed();',
  "import { Nothing } from 'cdk-trunkline';",
  "import { PreflightPlugin } from 'trunkline/plugin';\n\nexport const plugin = new PreflightPlugin({ strict: 1 });",
);

// One compilation for both, as most of its time goes into aws-cdk-lib's types.
const errors = compileErrors([...readPages(), MISTAKEN]);
const isMistaken = (error: string): boolean => error.startsWith(MISTAKEN.name);

describe('the pages', () => {
  test('are there, with code in them', () => {
    const pages = readPages();
    const named = ['README.md', 'feature-branches.md', 'notifications.md', 'v2.md'];
    expect(pages.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
    for (const page of pages.filter(({ name }) => named.includes(name))) {
      expect(snippets(page, 'ts').length, page.name).toBeGreaterThan(0);
      expect(snippets(page, 'json').length, page.name).toBeGreaterThan(0);
    }
    expect(pages.flatMap((page) => snippets(page, 'ts')).length).toBeGreaterThan(0);
    expect(pages.flatMap((page) => snippets(page, 'json')).length).toBeGreaterThan(0);
  });

  test('have TypeScript that compiles', () => {
    expect(errors.filter((error) => !isMistaken(error))).toEqual([]);
  });

  test('have JSON that parses, and configurations that are accepted', () => {
    expect(jsonMistakes(readPages())).toEqual([]);
  });
});

describe('a mistake on a page is named by page and line', () => {
  test('where a block does not compile, or one that goes on with the block before it', () => {
    expect(errors.filter(isMistaken)).toEqual([
      "mistaken.md:10: Type 'string' is not assignable to type 'number'.",
      expect.stringMatching(/^mistaken\.md:19: .* no exported member 'Nothing'/),
      "mistaken.md:25: Type 'number' is not assignable to type 'boolean | undefined'.",
    ]);
  });

  test('where JSON does not parse', () => {
    expect(jsonMistakes([pageOf('json', '{ "context": {}, }')])).toEqual([expect.stringContaining('mistaken.md:4: ')]);
  });

  test('where a configuration is wrong, in a cdk.json or in its context', () => {
    const config = '{ "accounts": { "tooling": { "account": "12", "region": "eu-central-1" } } }';
    const mistakes = jsonMistakes([
      pageOf('json', `{ "context": { "config": ${config} } }`, `{ "config": ${config} }`),
    ]);
    expect(mistakes).toHaveLength(2);
    for (const mistake of mistakes) expect(mistake).toContain('accounts.tooling.account');
  });

  test('where some keys of a configuration are wrong, among those around them', () => {
    const mistakes = jsonMistakes([
      pageOf(
        'json',
        '{ "triggers": { "push": [{}] } }',
        '{ "build": { "environment": { "A": "#{variables.A}" } } }',
        '{ "notifications": { "emails": ["a@example.com"], "colour": "red" } }',
        '{ "Effect": "Allow" }',
      ),
    ]);
    expect(mistakes).toEqual([
      expect.stringMatching(/^mistaken\.md:4: .*triggers\.push\[0\]: filters nothing/s),
      expect.stringMatching(/^mistaken\.md:8: .*variable "A", which the pipeline does not declare/s),
      expect.stringContaining('notifications.colour: no key of the configuration'),
    ]);
  });
});
