// What the build makes: one page, whose assets have names that change with their content, from files dropped in.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite, folderOf, removeFolders, runBuild, serveSite, WAIT } from './site-build';

const project = join(__dirname, '..', '..');
const slugs = readdirSync(join(project, 'samples')).map((name) => name.replace(/\.md$/, ''));

afterAll(removeFolders);

function sampleFile(title: string, code: string, output: string): string {
  return [
    '---',
    `title: ${title}`,
    'try: https://python.example/run?code={code}',
    '---',
    '',
    'With *stress*, <b onclick="x()">markup</b> and ![a picture](https://elsewhere.example/a.png).',
    '',
    '```python',
    code,
    '```',
    '',
    '```output',
    output,
    '```',
    '',
  ].join('\n');
}

describe('the built site', () => {
  let output: string;
  let page: string;
  beforeAll(() => {
    const build = buildSite();
    expect(build.stderr).toBe('');
    output = build.output;
    page = readFileSync(join(output, 'index.html'), 'utf8');
  });

  it('is one page with every sample under its name, and a page for what is not found', () => {
    expect(readdirSync(output).sort()).toEqual(['404.html', 'assets', 'index.html']);
    expect(slugs.length).toBeGreaterThanOrEqual(17);
    for (const slug of slugs) {
      expect(page).toContain(`<article class="sample" id="${slug}"`);
      expect(page).toContain(`<a href="#${slug}">`);
    }
    expect(page.match(/<article /g)).toHaveLength(slugs.length);
  });

  it('shows on what Python 3 brought at least what every such site has to', () => {
    const themes = ['suppress', 'pathlib', 'f-strings', 'star-unpacking', 'keyword-only-arguments', 'enum', 'super'];
    themes.push('yield-from', 'numeric-literals', 'exit-stack', 'secrets', 'lru-cache', 'ordered-dictionaries');
    themes.push('redirect-stdout', 'annotations', 'merge-dictionaries', 'ipaddress');
    expect(slugs).toEqual(expect.arrayContaining(themes));
  });

  it('names each asset after its content', () => {
    const names = readdirSync(join(output, 'assets'));
    expect(names).toHaveLength(readdirSync(join(project, 'site', 'assets')).length);
    for (const name of names) {
      const content = readFileSync(join(output, 'assets', name));
      const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
      expect(name.split('.').at(-2)).toBe(hash);
    }
    for (const [, asset] of page.matchAll(/(?:href|src)="\/(assets\/[^"]+)"/g)) {
      expect(existsSync(join(output, asset ?? ''))).toBe(true);
    }
  });

  it('holds nothing that the content security policy would stop, and loads nothing from elsewhere', () => {
    for (const file of ['index.html', '404.html']) {
      const html = readFileSync(join(output, file), 'utf8');
      expect(html).not.toMatch(/<script(?! src="\/assets\/)/);
      expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+="|javascript:/);
      expect(html).not.toMatch(/(?:src|srcset|poster)="(?!\/assets\/)/);
      expect(html).not.toMatch(/<link [^>]*href="(?!\/assets\/)/);
      expect(html).not.toMatch(/<(?:iframe|object|embed|form|img)\b/);
    }
    const assets = readdirSync(join(output, 'assets')).filter((name) => /\.(css|js)$/.test(name));
    for (const name of assets) {
      expect(readFileSync(join(output, 'assets', name), 'utf8'), name).not.toMatch(/https?:|@import|url\(|fetch\(/);
    }
  });

  it('is the same, byte for byte, when built again', () => {
    const again = buildSite().output;
    expect(contents(again)).toEqual(contents(output));
  });

  it('has Open Graph data, and what needs an address where there is one', () => {
    expect(page).toContain('<meta property="og:title" content="Why Python 3">');
    expect(page).toMatch(/<meta property="og:description" content="[^"]{40,}">/);
    expect(page).not.toContain('og:image');
    const { output: addressed } = buildSite(undefined, { PUBLIC_URL: 'https://www.example.com/' });
    const html = readFileSync(join(addressed, 'index.html'), 'utf8');
    expect(html).toContain('<meta property="og:url" content="https://www.example.com/">');
    expect(html).toContain('<link rel="canonical" href="https://www.example.com/">');
    const picture = /og:image" content="https:\/\/www\.example\.com\/(assets\/card\.[0-9a-f]{10}\.png)"/.exec(
      html,
    )?.[1];
    expect(pngSize(readFileSync(join(addressed, picture ?? '')))).toEqual([1200, 630]);
  });
});

describe('a contributor', () => {
  it('drops a file in, and it is on the page, with its code in the link', () => {
    const code = 'print(f"{{<b>}} & {1 + 1}")';
    const { output } = buildSite({ 'new-thing.md': sampleFile("'New: & <better>'", code, '{<b>} & 2') });
    const page = readFileSync(join(output, 'index.html'), 'utf8');
    expect(page).toContain('id="new-thing"');
    expect(page).toContain('New: &amp; &lt;better&gt;');
    expect(page).toContain('<samp>{&lt;b&gt;} &amp; 2</samp>');
    const link = /href="(https:\/\/python\.example[^"]+)"/.exec(page)?.[1] ?? '';
    expect(new URL(link).searchParams.get('code')).toBe(`${code}\n`);
  });

  it('gets Markdown, without markup of their own and pictures from elsewhere', () => {
    const { output } = buildSite({ 'a.md': sampleFile('A', 'print(1)', '1') });
    const page = readFileSync(join(output, 'index.html'), 'utf8');
    expect(page).toContain('<em>stress</em>');
    expect(page).toContain('&lt;b onclick=&quot;x()&quot;&gt;');
    expect(page).not.toContain('<img');
  });

  it('may have an editor that ends lines as Windows does, and leaves a mark at the start', () => {
    const file = `\uFEFF${sampleFile('A', 'print(1)\nprint(2)', '1\n2')}`.replaceAll('\n', '\r\n');
    const { output, stderr } = buildSite({ 'a.md': file, '.DS_Store': '' });
    expect(stderr).toBe('');
    expect(readFileSync(join(output, 'index.html'), 'utf8')).toContain('<samp>1\n2</samp>');
  });
});

describe('the program', () => {
  it.each([
    { args: ['--nonsense'], says: 'Usage: node site/build.mjs' },
    { args: ['--output', folderOf({ 'precious.txt': 'x' })], says: 'is not empty. Give one that is' },
    { args: ['--samples', '/no/such/folder'], says: 'There is no folder /no/such/folder' },
    { args: ['--samples', __filename], says: `There is no folder ${__filename}` },
    { args: ['--output', __filename], says: `The folder ${__filename} cannot be made` },
    { args: ['--output', join(__filename, 'site')], says: `The folder ${join(__filename, 'site')} cannot be made` },
  ])('says what is wrong with $args', ({ args, says }) => {
    const { stderr, status } = runBuild(args);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(stderr.match(/Nothing was built\./g)).toHaveLength(1);
    expect(status).toBe(1);
  });

  it('says what is wrong with a sample while it serves, and shows the page as it was until that is right', async () => {
    const right = sampleFile('A', 'print(1)', '1');
    const samples = folderOf({ 'a.md': right });
    const output = join(folderOf({}), 'site');
    const program = serveSite(samples, output);
    try {
      const page = () => readFileSync(join(output, 'index.html'), 'utf8');
      await expect.poll(program.printed, WAIT).toContain('Watching');
      // Again and again, as the first change may come before the program sees changes.
      const changed = (content: string) => () => {
        writeFileSync(join(samples, 'b.md'), content);
        return program.printed();
      };
      await expect.poll(changed('print(2)'), WAIT).toContain('samples/b.md:1: the front matter is missing.');
      expect(page()).toContain('id="a"');
      writeFileSync(join(samples, 'b.md'), sampleFile('B', 'print(2)', '2'));
      await expect.poll(page, WAIT).toContain('id="b"');
      expect(program.printed()).not.toMatch(/\bat \S+ \(|stack trace|SampleMistakes/);
    } finally {
      await program.end();
    }
  });

  it.each(['www.example.com', 'ftp://example.com', 'https://example.com/why'])('takes no address %s', (address) => {
    const { stderr, status } = buildSite(undefined, { PUBLIC_URL: address });
    expect(stderr).toContain(`PUBLIC_URL is "${address}". Set it to the site's address, such as https://`);
    expect(status).toBe(1);
  });
});

function contents(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): [string, string] => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length), readFileSync(path, 'base64')];
    })
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Width and height of a PNG, which stand at the start of its first chunk. */
function pngSize(png: Buffer): [number, number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
