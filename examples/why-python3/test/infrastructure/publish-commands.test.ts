// The commands of the upload, run by a shell as CodeBuild does. In place of AWS and npm are programs that simulate them: a
// folder is the bucket, and every call is written down.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishCommands } from '../../lib/publish-commands';

/** Every command is one of the AWS CLI's; what it does of them is what the upload uses, and anything else is an error. */
const AWS = `
const { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join, matchesGlob } = require('node:path');
const argv = process.argv.slice(2);
appendFileSync('calls', ['aws', ...argv.slice(0, 2), process.env.AWS_PROFILE].join(' ') + '\\n');
const after = (flag) => argv[argv.indexOf(flag) + 1];
const objects = existsSync('bucket.json') ? JSON.parse(readFileSync('bucket.json', 'utf8')) : {};
const files = (folder) => readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
const [service, verb, source, target] = argv;
if (existsSync('fails') && argv.join(' ').includes(readFileSync('fails', 'utf8').trim())) process.exit(254);
if (service === 's3' && target !== 's3://files') throw new Error(target);
if (service === 's3' && verb === 'cp') {
  // Filters apply in order, and the last that fits decides, as in the AWS CLI; there, * goes over slashes too.
  const filters = argv.flatMap((each, i) => (each === '--include' || each === '--exclude' ? [[each, argv[i + 1]]] : []));
  const fits = (name, glob) => new RegExp('^' + glob.replaceAll('.', '\\\\.').replaceAll('*', '.*') + '$').test(name);
  for (const name of files(source)) {
    const last = filters.filter(([, glob]) => fits(name, glob)).at(-1);
    if (last?.[0] === '--exclude') continue;
    objects[name] = { cacheControl: after('--cache-control'), content: readFileSync(join(source, name), 'utf8') };
  }
} else if (service === 's3' && verb === 'sync' && argv.includes('--delete') && argv.includes('--size-only')) {
  const kept = files(source);
  for (const name of Object.keys(objects)) if (!kept.includes(name)) delete objects[name];
  for (const name of kept) {
    const content = readFileSync(join(source, name), 'utf8');
    if (objects[name]?.content.length !== content.length) objects[name] = { content };
  }
} else if (service === 'cloudfront' && verb === 'create-invalidation') {
  if (after('--distribution-id') !== 'E1' || after('--paths') !== '/*') throw new Error(argv.join(' '));
  console.log('I2');
} else if (service === 'cloudfront' && verb === 'wait') {
  if (after('--distribution-id') !== 'E1' || after('--id') !== 'I2') throw new Error(argv.join(' '));
} else throw new Error(argv.join(' '));
writeFileSync('bucket.json', JSON.stringify(objects));
`;

const NPM = 'echo "npm $* ${AWS_PROFILE-without profile} $PUBLIC_URL" >> calls';

const SITE = 'examples/why-python3/build/site';

const IMMUTABLE = 'public, max-age=31536000, immutable';
const ASKED_EACH_TIME = 'public, max-age=0, s-maxage=86400, must-revalidate';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'publish-'));
  write('aws.cjs', AWS);
  for (const [name, script] of Object.entries({ npm: NPM, aws: `exec '${process.execPath}' aws.cjs "$@"` })) {
    write(name, `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** Runs the commands in one shell, which ends at the first that fails. */
function publish(fails?: string): { ok: boolean; calls: string[]; bucket: Record<string, { cacheControl: string }> } {
  if (fails !== undefined) write('fails', fails);
  const { status } = spawnSync('/bin/sh', ['-e', '-c', publishCommands().join('\n')], {
    cwd: folder,
    env: {
      PATH: [folder, process.env['PATH']].join(delimiter),
      AWS_PROFILE: 'trunkline',
      BUCKET_NAME: 'files',
      DISTRIBUTION_ID: 'E1',
      PUBLIC_URL: 'https://d1.cloudfront.net',
    },
  });
  const read = (file: string): string =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '';
  return { ok: status === 0, calls: read('calls').trim().split('\n'), bucket: JSON.parse(read('bucket.json') || '{}') };
}

function givenBuild(): void {
  rmSync(join(folder, SITE), { recursive: true, force: true });
  write(`${SITE}/index.html`, '<script src="/assets/page.2.js">');
  write(`${SITE}/404.html`, 'Not here');
  write(`${SITE}/assets/page.2.js`, 'new');
}

const FORMER = {
  'index.html': { cacheControl: ASKED_EACH_TIME, content: '<script src="/assets/page.1.js">' },
  'assets/page.1.js': { cacheControl: IMMUTABLE, content: 'old' },
};

describe('the upload', () => {
  it('builds the site for its address, without the credentials of the stage, which all that follows has', () => {
    givenBuild();
    const { ok, calls } = publish();
    expect(ok).toBe(true);
    expect(calls).toEqual([
      'npm run build:site --workspace why-python3 without profile https://d1.cloudfront.net',
      'aws s3 cp trunkline',
      'aws s3 cp trunkline',
      'aws cloudfront create-invalidation trunkline',
      'aws cloudfront wait trunkline',
      'aws s3 sync trunkline',
    ]);
  });

  it('lets hashed files be kept for ever, asks for everything else anew, and deletes what is no more', () => {
    givenBuild();
    write('bucket.json', JSON.stringify(FORMER));
    expect(publish().bucket).toEqual({
      'index.html': { cacheControl: ASKED_EACH_TIME, content: '<script src="/assets/page.2.js">' },
      '404.html': { cacheControl: ASKED_EACH_TIME, content: 'Not here' },
      'assets/page.2.js': { cacheControl: IMMUTABLE, content: 'new' },
    });
  });

  it.each([
    ['the hashed files are refused', '--include', ['assets/page.1.js', 'index.html']],
    [
      'CloudFront cannot be told',
      'create-invalidation',
      ['404.html', 'assets/page.1.js', 'assets/page.2.js', 'index.html'],
    ],
    ['CloudFront is not done in time', 'wait', ['404.html', 'assets/page.1.js', 'assets/page.2.js', 'index.html']],
  ])('fails where %s, and deletes nothing that a page may need', (_, fails, kept) => {
    givenBuild();
    write('bucket.json', JSON.stringify(FORMER));
    const { ok, bucket } = publish(fails);
    expect(ok).toBe(false);
    expect(Object.keys(bucket).sort()).toEqual(kept);
  });

  it('touches nothing where the build left no page', () => {
    write(`${SITE}/index.html`, '');
    write('bucket.json', JSON.stringify(FORMER));
    const { ok, calls, bucket } = publish();
    expect(ok).toBe(false);
    expect(calls.filter((call) => call.startsWith('aws'))).toEqual([]);
    expect(bucket).toEqual(FORMER);
  });
});
