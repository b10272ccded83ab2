// Stories of live reading against moto: what the accounts really have decides, and nothing is changed in them.
import { rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readAssemblyFiles } from '../../src/assembly/assembly-files.js';
import { readAssembly } from '../../src/assembly/read.js';
import { READ_ACTIONS } from '../../src/live/calls.js';
import { readLive } from '../../src/live/live.js';
import type { LiveAccess } from '../../src/live/settings.js';
import type { Environment } from '../../src/model/environment.js';
import type { PreflightResult } from '../../src/model/finding.js';
import type { PreflightInput } from '../../src/preflight/input.js';
import type { Landscape } from '../../src/preflight/landscape/landscape.js';
import { readLandscape } from '../../src/preflight/landscape/read-landscape.js';
import { preflight } from '../../src/preflight/preflight.js';
import { runProgram } from '../../src/process/run-program.js';
import { DEV, FAR, HOME, PROD, synthesizeLibraryApp, TOOLING } from '../preflight/cases/apps.js';
import { Accounts, executionPolicyOf } from './deployed.js';
import { HAS_MOTO, MotoServer } from './moto-server.js';

const BIN = fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));
const LOOKUP_ROLE = 'cdk-hnb659fds-lookup-role-{account}-{region}';

/** Who is bootstrapped, and whom it trusts. */
const BOOTSTRAPPED: readonly (Environment & { readonly trust: readonly string[] })[] = [
  { account: TOOLING, region: HOME, trust: [] },
  { account: TOOLING, region: FAR, trust: [] },
  { account: DEV, region: HOME, trust: [TOOLING] },
  { account: PROD, region: HOME, trust: [TOOLING] },
  { account: PROD, region: FAR, trust: [TOOLING] },
];

// `npm run test:live` makes moto's environment; without Python these are skipped, and named as skipped.
describe.skipIf(!HAS_MOTO)('live reading, against moto (npm run test:live)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-live-'));
  let moto: MotoServer;
  let accounts: Accounts;
  let input: PreflightInput;
  let declared: Landscape;

  beforeAll(async () => {
    const outdir = join(folder, 'cdk.out');
    synthesizeLibraryApp(outdir, { stores: 'by name', readers: 'accounts' });
    const assembly = await readAssembly(outdir);
    input = { assembly, beside: [], ...(await readAssemblyFiles(assembly)) };
    declared = readLandscape([assembly]);
    moto = await MotoServer.start();
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
    await (moto as MotoServer | undefined)?.stop();
  });

  beforeEach(async () => {
    vi.stubEnv('AWS_PROFILE', undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
    vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
    await moto.reset();
    accounts = new Accounts(moto.direct);
    const own = await accounts.keys(TOOLING);
    vi.stubEnv('AWS_ACCESS_KEY_ID', own.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', own.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', own.sessionToken);
  });

  /** Bootstraps all environments but the left out ones, and deploys what is deployed by hand. */
  async function deploy(bootstrapped: typeof BOOTSTRAPPED = BOOTSTRAPPED): Promise<void> {
    for (const { trust, ...place } of bootstrapped) await accounts.bootstrap(place, trust);
    await accounts.deploy(declared);
  }

  async function run(access: LiveAccess = { role: LOOKUP_ROLE }, of = input): Promise<PreflightResult> {
    const live = await readLive(of, {}, { endpoint: moto.recorded, ...access });
    return preflight(of, { version: '0.0.0', live });
  }

  test('accounts that are as the templates want them prove everything', async () => {
    await deploy();
    const result = await run();
    expect(result.obligations.filter(({ verdict }) => verdict.kind !== 'proved')).toEqual([]);
    expect(result.obligations.length).toBeGreaterThan(50);
    expect(result.assumptions.join('\n')).toContain(
      `Read from the account: bootstrapped with version 33, qualifier hnb659fds, trust in ${TOOLING}`,
    );
    expect(result.assumptions.join('\n')).not.toContain('Assumed');
  });

  test('an account that does not trust the pipeline is found out, although its trust was assumed', async () => {
    await deploy(BOOTSTRAPPED.map((place) => (place.account === DEV ? { ...place, trust: [] } : place)));
    const { findings } = await run();
    const [finding, ...others] = findings.filter(({ severity }) => severity === 'error');
    expect(others).toEqual([]);
    expect(finding?.id).toBe('bootstrap-trust');
    expect(finding?.remedy.command).toBe(
      `npx cdk bootstrap aws://${DEV}/${HOME} --trust ${TOOLING} --cloudformation-execution-policies ${executionPolicyOf(DEV)}`,
    );
  });

  test('an environment that was never bootstrapped has none of the roles', async () => {
    await deploy(BOOTSTRAPPED.filter(({ account, region }) => account !== PROD || region !== FAR));
    const { findings, obligations } = await run();
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ id }) => id)).toEqual(['bootstrap-missing']);
    expect(errors[0]?.remedy.command).toContain(`aws://${PROD}/${FAR} --trust ${TOOLING}`);
    expect(obligations.some(({ verdict }) => verdict.kind === 'proved')).toBe(true);
  });

  test('a bootstrap role that somebody has deleted counts as missing', async () => {
    await deploy();
    await accounts.deleteRole(DEV, `cdk-hnb659fds-deploy-role-${DEV}-${HOME}`);
    const { findings } = await run();
    expect(findings.filter(({ severity }) => severity === 'error').map(({ id }) => id)).toEqual(['bootstrap-missing']);
  });

  test('a bucket policy that somebody has changed by hand goes before the template', async () => {
    await deploy();
    const store = declared.buckets.find(
      ({ environment }) => environment.region === FAR && environment.account === TOOLING,
    );
    await accounts.bucketPolicy(
      store?.name ?? '',
      { account: TOOLING, region: FAR },
      { Version: '2012-10-17', Statement: [] },
    );
    const { findings } = await run();
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ id }) => id)).toEqual(['bucket-policy']);
    expect(errors[0]?.problem).toContain(store?.name);
  });

  test('stores and roles that are in no template are proved by what is in their accounts', async () => {
    await deploy();
    const { assembly } = input;
    // The pipeline alone, as in an app whose stores another repository deploys.
    const own = new Set(declared.pipelines.map(({ stack }) => stack.artifactId));
    const stacks = assembly.stacks.filter(({ artifactId, nestedIn }) => nestedIn !== '' || own.has(artifactId));
    const alone = { ...input, assembly: { ...assembly, stacks } };
    const { summary } = preflight(alone, { version: '0.0.0' });
    expect(summary.unproven).toBeGreaterThan(10);
    const live = await run({ role: LOOKUP_ROLE }, alone);
    expect(live.obligations.filter(({ verdict }) => verdict.kind !== 'proved')).toEqual([]);
  });

  test('a store that is not deployed yet is taken as its template says, and named', async () => {
    for (const { trust, ...place } of BOOTSTRAPPED) await accounts.bootstrap(place, trust);
    const { assumptions, summary } = await run();
    expect(assumptions.join('\n')).toMatch(
      /Not in its account yet, and taken as its template says: .*bucket trunkline-/,
    );
    expect(summary.refuted).toBe(0);
  });

  test('an account that nobody may read leaves its obligations unproven, with the reason, and the others proved', async () => {
    await deploy();
    const { obligations, assumptions, summary } = await run({});
    const unproven = obligations.filter(({ verdict }) => verdict.kind === 'unproven');
    expect(unproven.map(({ verdict }) => ('why' in verdict ? verdict.why : '')).join('\n')).toContain(
      `no credentials for it; name a profile with --live-profile ${DEV}=PROFILE`,
    );
    expect(
      unproven.filter(({ resource, principal }) => !/222222222222|444444444444/.test(resource + principal)),
    ).toEqual([]);
    expect(summary.refuted).toBe(0);
    expect(summary.proved).toBeGreaterThan(20);
    expect(assumptions.join('\n')).toContain('Could not be read (no credentials for it');
  });

  test('a profile gives the credentials of its account, and is refused where it is of another', async () => {
    await deploy();
    const { accessKeyId, secretAccessKey, sessionToken } = await accounts.keys(DEV);
    const keys = [
      `aws_access_key_id=${accessKeyId}`,
      `aws_secret_access_key=${secretAccessKey}`,
      `aws_session_token=${sessionToken}`,
    ];
    // The SDK reads a file once in a process.
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials-of-dev'));
    writeFileSync(join(folder, 'credentials-of-dev'), ['[dev]', ...keys, ''].join('\n'));
    const { obligations, assumptions } = await run({ profiles: { [DEV]: 'dev', [PROD]: 'dev' } });
    const unproven = obligations.filter(({ verdict }) => verdict.kind === 'unproven');
    expect(unproven.length).toBeGreaterThan(0);
    expect(unproven.filter(({ resource, principal }) => !(resource + principal).includes(PROD))).toEqual([]);
    expect(assumptions.join('\n')).toContain(`profile dev is of account ${DEV}`);
  });

  test('without any credentials nothing of the accounts is taken for granted', async () => {
    await deploy();
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    vi.stubEnv('AWS_SESSION_TOKEN', undefined);
    const { summary, assumptions } = await run();
    expect(summary.refuted).toBe(0);
    expect(summary.unproven).toBeGreaterThan(0);
    expect(assumptions.join('\n')).toContain('no credentials');
  });

  test('an endpoint that is not there is said, and crashes nothing', async () => {
    const { summary, assumptions } = await run({ endpoint: 'http://127.0.0.1:9', role: LOOKUP_ROLE });
    expect(summary.unproven).toBeGreaterThan(0);
    expect(assumptions.join('\n')).toMatch(/Could not be read \(.*ECONNREFUSED/);
  });

  test('the command reads with the role of the settings, and prints what it read', async () => {
    await deploy();
    writeFileSync(join(folder, '.trunklinerc.json'), JSON.stringify({ live: { role: LOOKUP_ROLE } }));
    const argv = [
      process.execPath,
      BIN,
      '-C',
      folder,
      'preflight',
      '--live',
      '--strict',
      '--endpoint-url',
      moto.recorded,
    ];
    const env = Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
    const { exitCode, stdout, stderr } = await runProgram(argv, { cwd: folder, env });
    expect(stderr).toBe('Reading the accounts; nothing is changed in them.\n');
    expect(stdout).toContain('Read from the accounts: ');
    expect(exitCode).toBe(0);
  });

  test('every request on the wire only reads', async () => {
    await deploy();
    await run();
    const calls = new Set(moto.seen.map(({ call }) => call));
    const s3 = ['s3:?encryption', 's3:?lifecycle', 's3:?location', 's3:?policy', 's3:?publicAccessBlock'];
    const known = new Set([...Object.keys(READ_ACTIONS), ...s3, 'sts:GetCallerIdentity', 'sts:AssumeRole']);
    expect([...calls].filter((call) => !known.has(call))).toEqual([]);
    expect(calls).toContain('iam:GetRole');
    expect(moto.seen.filter(({ call, method }) => call.startsWith('s3:') && method !== 'GET')).toEqual([]);
    expect(calls).toContain('s3:?policy');
    // To assume a role is no reading; the session that comes of it may do nothing else.
    const sessions = moto.seen.filter(({ call }) => call === 'sts:AssumeRole');
    expect(sessions.length).toBeGreaterThan(0);
    for (const { body } of sessions) {
      expect(JSON.parse(new URLSearchParams(body).get('Policy') ?? '')).toEqual({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: Object.values(READ_ACTIONS), Resource: '*' }],
      });
    }
  });
});
