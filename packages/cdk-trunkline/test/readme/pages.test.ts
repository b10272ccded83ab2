// The pages keep their word: their TypeScript compiles, their JSON parses, and their configurations are accepted. Their
// Python is checked by `npm run test:python`.
import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { PipelineConfig } from '../../src';
import { compileErrors, readPages, snippets, type Page } from './snippets';

/** Mistakes in the JSON of pages: what does not parse, and configurations that the library does not take. */
function jsonMistakes(pages: readonly Page[]): string[] {
  return pages
    .flatMap((page) => snippets(page, 'json'))
    .flatMap(({ place, code }) => {
      try {
        const value = JSON.parse(code) as { context?: object; config?: unknown };
        // A whole cdk.json, or its context alone.
        const context = value.context ?? (value.config === undefined ? undefined : value);
        if (context !== undefined && 'config' in context)
          PipelineConfig.fromContext(new App({ context: { ...context } }));
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
);

// One compilation for both, as most of its time goes into aws-cdk-lib's types.
const errors = compileErrors([...readPages(), MISTAKEN]);
const isMistaken = (error: string): boolean => error.startsWith(MISTAKEN.name);

describe('the pages', () => {
  test('are there, with code in them', () => {
    const pages = readPages();
    expect(pages.map(({ name }) => name)).toContain('README.md');
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
});
