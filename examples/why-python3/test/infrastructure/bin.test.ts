// The app's entry, bundled and run as the CDK CLI runs it, with what is wrong in cdk.json.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectContext } from './new-app';

const PROJECT = join(__dirname, '../..');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'why-python3-bin-'));
  execFileSync('npm', ['run', '--silent', 'build', '--', `--outdir=${join(folder, 'build')}`], { cwd: PROJECT });
  mkdirSync(join(folder, 'site'));
  cpSync(join(PROJECT, 'site/headers.json'), join(folder, 'site/headers.json'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(context: unknown): { status: number | null; lines: string[]; hasAssembly: boolean } {
  const output = join(folder, 'cdk.out');
  rmSync(output, { recursive: true, force: true });
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'build/why-python3.js')], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      NODE_PATH: join(PROJECT, '../../node_modules'),
      CDK_CONTEXT_JSON: JSON.stringify(context),
      CDK_OUTDIR: output,
    },
  });
  return { status, lines: stderr.trim().split('\n'), hasAssembly: existsSync(join(output, 'manifest.json')) };
}

describe('the entry', () => {
  it('says what is wrong about the site, with exit code 2 and no stack trace', () => {
    const { status, lines, hasAssembly } = run({ ...projectContext(), domains: { prod: { names: ['nowhere'] } } });
    expect(lines).toEqual([
      'cdk.json has 2 mistakes about the site:',
      '  $.domains.prod.names[0]: "nowhere" is no domain name; it looks like "why-python3.example.org".',
      '  $.domains.prod.certificate_arn: is missing; give the ARN that `aws acm list-certificates --region us-east-1` shows.',
      'Correct them, then run `npx cdk synth` again.',
    ]);
    expect(status).toBe(2);
    expect(hasAssembly).toBe(false);
  });

  it('says what is wrong about the pipelines likewise', () => {
    const context = projectContext();
    delete context.config['connection_arn'];
    const { status, lines } = run(context);
    expect(lines[1]).toContain('$.config.connection_arn: is missing');
    expect(status).toBe(2);
  });
});
