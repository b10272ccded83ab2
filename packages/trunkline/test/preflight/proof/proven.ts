// Synthesizes an app with real constructs into a folder, reads that folder as preflight does, and proves it.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { readAssemblyFiles } from '../../../src/assembly/assembly-files.js';
import { readAssembly } from '../../../src/assembly/read.js';
import type { ObligationVerdict, Verdict } from '../../../src/model/finding.js';
import type { PreflightInput } from '../../../src/preflight/input.js';
import type { Landscape } from '../../../src/preflight/landscape/landscape.js';
import { readLandscape, type LandscapeOptions } from '../../../src/preflight/landscape/read-landscape.js';
import { organizationPolicies, type OrganizationPolicySettings } from '../../../src/preflight/organization-policies.js';
import { prove, type Proof } from '../../../src/preflight/proof/prove.js';

/** The account of pipelines. */
export const TOOLCHAIN = '111111111111';
/** An account that they deploy into. */
export const MEMBER = '222222222222';
/** The region of pipelines. */
export const HOME = 'eu-central-1';
/** Another region. */
export const AWAY = 'us-east-1';

/** What was proved of an app. */
export interface Proven extends Proof {
  readonly landscape: Landscape;
  /** What it was proved with. */
  readonly input: PreflightInput;
}

/** What a test does to the templates on disk before they are read. */
export type Edit = (resources: Record<string, EditableResource>) => void;

/** A resource of a template, as it stands in the file. */
export interface EditableResource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

/** What is read beside the assembly, and what is done to it before. */
export interface ProvenOptions extends LandscapeOptions {
  readonly edit?: Edit;
  readonly organization?: OrganizationPolicySettings;
}

/** Builds an app, writes its assembly into a folder of its own, reads it from there and proves it. */
export async function provenApp(
  build: (app: App) => void,
  { edit, organization, ...options }: ProvenOptions = {},
): Promise<Proven> {
  const outdir = await mkdtemp(join(tmpdir(), 'trunkline-proof-'));
  try {
    const app = new App({ outdir, builtinCloudFormationValidation: false, analyticsReporting: false });
    build(app);
    app.synth();
    if (edit !== undefined) await editTemplates(outdir, edit);
    const assembly = await readAssembly(outdir);
    const files = await readAssemblyFiles(assembly);
    const landscape = readLandscape([assembly], options);
    const policies = organization === undefined ? undefined : organizationPolicies(organization);
    const input: PreflightInput = { assembly, beside: [], ...files };
    return { landscape, input, ...prove(landscape, input, policies) };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

async function editTemplates(outdir: string, edit: Edit): Promise<void> {
  const files = (await readdir(outdir)).filter((file) => file.endsWith('.template.json'));
  for (const file of files) {
    const path = join(outdir, file);
    const template = JSON.parse(await readFile(path, 'utf8')) as { Resources?: Record<string, EditableResource> };
    edit(template.Resources ?? {});
    await writeFile(path, JSON.stringify(template, undefined, 1));
  }
}

/** The obligations that came out in a way, each with its reason, as lines that a failed test shows in full. */
export function outcomes({ obligations }: Proof, kind: Verdict['kind']): string[] {
  return obligations.filter(({ verdict }) => verdict.kind === kind).map(line);
}

function line({ id, verdict }: ObligationVerdict): string {
  return 'why' in verdict ? `${id}: ${verdict.why}` : id;
}
