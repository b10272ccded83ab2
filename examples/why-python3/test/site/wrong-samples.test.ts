// A wrong sample fails the build: one line with its file, the line, what is wrong and the remedy, and nothing else.
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { buildSite, removeFolders } from './site-build';

const TRY = 'try: https://python.example/run?code={code}';
const RIGHT = sample(['title: A sample', TRY]);

afterAll(removeFolders);

/** A sample's file of front matter and body. */
function sample(frontMatter: string[], body = 'Text.\n\n```python\nprint(1)\n```\n\n```output\n1\n```\n'): string {
  return `---\n${frontMatter.join('\n')}\n---\n\n${body}`;
}

function withBody(body: string): string {
  return sample(['title: A sample', TRY], body);
}

describe('a wrong sample', () => {
  it.each<{ what: string; files: Record<string, string>; says: string[] }>([
    { what: 'an empty file', files: { 'a.md': '' }, says: ['samples/a.md:1: the front matter is missing. Begin the'] },
    { what: 'no end', files: { 'a.md': '---\ntitle: A\n' }, says: ['a.md:1: the front matter has no end. Put a line'] },
    {
      what: 'no fields',
      files: { 'a.md': sample([]) },
      says: [
        'a.md:1: the title is missing. Add a line such as "title: Merge',
        'a.md:1: the link to an online interpreter is missing. Add this line to the front matter; "{code}" stands',
      ],
    },
    {
      what: 'a field without value',
      files: { 'a.md': sample(['title:', TRY]) },
      says: ['a.md:2: the title is missing.'],
    },
    {
      what: 'an unknown field',
      files: { 'a.md': sample(['title: A', TRY, 'author: Ada']) },
      says: ['a.md:4: there is no field "author". Known are title, try, python.'],
    },
    {
      what: 'a field twice',
      files: { 'a.md': sample(['title: A', TRY, 'title: B']) },
      says: ['a.md:4: "title" is on line 2 already. Keep one of the two.'],
    },
    {
      what: 'no field at all',
      files: { 'a.md': sample(['title: A', TRY, '  - x']) },
      says: ['a.md:4: "  - x" is no field.'],
    },
    {
      what: 'a value that needs quotes',
      files: { 'a.md': sample(["title: f-strings: it's {new}", TRY]) },
      says: [`a.md:2: the value of "title" can be misread. Put it in single quotes: title: 'f-strings: it''s {new}'`],
    },
    {
      what: 'too long a title',
      files: { 'a.md': sample([`title: ${'long '.repeat(20)}`, TRY]) },
      says: ['a.md:2: the title has 99 letters. Say it in 60'],
    },
    {
      what: 'a link that is none',
      files: { 'a.md': sample(['title: A', 'try: python.example']) },
      says: ['a.md:3: "python.example" is no link to an online interpreter. Give an address'],
    },
    {
      what: 'a link that runs on the page itself',
      files: { 'a.md': sample(['title: A', "try: 'javascript:alert(1)'"]) },
      says: ['a.md:3: "javascript:alert(1)" is no link'],
    },
    {
      what: 'a release that is none',
      files: { 'a.md': sample(['title: A', TRY, 'python: 3.x']) },
      says: [`a.md:4: "3.x" is no release of Python 3. Name the oldest release that runs the code`],
    },
    {
      what: 'a name that is no link',
      files: { 'My Sample.md': RIGHT },
      says: ["samples/My Sample.md:1: the file's name is no link. Use small letters"],
    },
    {
      what: 'a name that the page has taken',
      files: { 'content.md': RIGHT },
      says: ['samples/content.md:1: "content" is part of the page. Give the file another name.'],
    },
    {
      what: 'another kind of file',
      files: { 'a.md': RIGHT, 'b.py': 'print(1)' },
      says: ['samples/b.py:1: this is no sample. Move it elsewhere'],
    },
    {
      what: 'a title that is taken',
      files: { 'a.md': RIGHT, 'b.md': RIGHT },
      says: ['samples/b.md:2: the title is that of samples/a.md too.'],
    },
    {
      what: 'no body',
      files: { 'a.md': withBody('') },
      says: ['a.md:5: the text is missing.', 'a.md:6: the code is missing. Add'],
    },
    {
      what: 'no text',
      files: { 'a.md': withBody('```python\nprint(1)\n```\n\n```output\n1\n```\n') },
      says: ['a.md:5: the text is missing. Say in a sentence or two'],
    },
    {
      what: 'no output',
      files: { 'a.md': withBody('Text.\n\n```python\nx = 1\n```\n') },
      says: ['the output is missing. Let the code print something'],
    },
    {
      what: 'the output first',
      files: { 'a.md': withBody('Text.\n\n```output\n1\n```\n') },
      says: ['a.md:8: a block of "output" is not expected here. A sample has one block "```python"'],
    },
    {
      what: 'another language',
      files: { 'a.md': withBody('Text.\n\n```js\n1\n```\n') },
      says: ['a.md:8: a block of "js" is not expected here.'],
    },
    {
      what: 'a third block',
      files: { 'a.md': `${RIGHT}\n\`\`\`python\nprint(2)\n\`\`\`\n` },
      says: ['a.md:16: a block of "python" is not expected here.'],
    },
    {
      what: 'a block without end',
      files: { 'a.md': withBody('Text.\n\n```python\nprint(1)\n') },
      says: ['a.md:8: the block has no end. Put a line "```" after its last line.'],
    },
    {
      what: 'text behind the code',
      files: { 'a.md': `${RIGHT}\nSee?\n` },
      says: ['a.md:16: text follows the code. Move it above the code.'],
    },
    {
      what: 'too wide a line',
      files: {
        'a.md': withBody(`Text.\n\n\`\`\`python\nprint(1)\n# ${'x'.repeat(70)}\n\`\`\`\n\n\`\`\`output\n1\n\`\`\`\n`),
      },
      says: ['a.md:10: the line has 72 characters. Break it'],
    },
    {
      what: 'too many lines',
      files: {
        'a.md': withBody(`Text.\n\n\`\`\`python\n${'print(1)\n'.repeat(33)}\`\`\`\n\n\`\`\`output\n1\n\`\`\`\n`),
      },
      says: ['a.md:8: the code has 33 lines. Show one thing in at most 32 lines.'],
    },
    { what: 'none at all', files: {}, says: ['samples: there is no sample. Add one, as the README says.'] },
  ])('fails the build: $what', ({ files, says }) => {
    const build = buildSite(files);
    for (const line of says) expect(build.stderr).toContain(line);
    expect(build.stderr.trim().split('\n')).toHaveLength(says.length + 1);
    expect(build.stderr).toMatch(/Nothing was built\.\n$/);
    expect(build.stderr).not.toMatch(/\n\s+at /);
    expect(build.status).toBe(1);
    expect(existsSync(build.output)).toBe(false);
  });

  it('is named together with all others, so that one run mends all', () => {
    const { stderr } = buildSite({ 'a.md': sample([TRY]), 'b.md': '', 'c.md': RIGHT });
    expect(stderr.match(/samples\/\w\.md:\d+: /g)).toEqual(['samples/a.md:1: ', 'samples/b.md:1: ']);
  });
});
