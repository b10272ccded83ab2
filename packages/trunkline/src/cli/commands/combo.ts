// `trunkline combo`: one image of several official ones; its Dockerfile, whether it is up to date, and the building of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ComboCheck, checkCombo, pinCombo } from '../../combo/check.js';
import type { Combo } from '../../combo/combo.js';
import { combine } from '../../combo/combine.js';
import type { Builder } from '../../combo/builder/builder.js';
import { findBuilder } from '../../combo/builder/find-builder.js';
import { allWork, buildCombo, type BuiltCombo } from '../../combo/builder/make.js';
import { Workshop } from '../../combo/builder/workshop.js';
import { RegistryClient } from '../../combo/registry/client.js';
import { machineCredentials, withLogin } from '../../combo/registry/credentials.js';
import { type Exchange, realExchange } from '../../combo/registry/exchange.js';
import type { Platform } from '../../combo/registry/platform.js';
import { parseReference } from '../../combo/registry/reference.js';
import { textSources } from '../../combo/registry/text-sources.js';
import { TrunklineError } from '../../model/errors.js';
import { EXIT } from '../exit-codes.js';
import type { ComboOptions } from '../options.js';
import { type ComboPlace, readComboRequest } from './combo-request.js';
import { type ComboResult, renderCombo } from './combo-result.js';
import { type CommandTerminal, withTerminal } from './terminal.js';

/** What the steps of the command share. */
interface Work {
  readonly combo: Combo;
  readonly options: ComboOptions;
  readonly place: ComboPlace;
  readonly platform: Platform;
  readonly client: RegistryClient;
  readonly workshop: Workshop;
  /** Finds the builder at its first call. */
  readonly builder: () => Promise<Builder>;
  readonly note: (message: string) => void;
}

/** Resolves with the exit code. */
export async function comboCommand(images: readonly string[], options: ComboOptions): Promise<number> {
  return withTerminal(options, async (terminal) => {
    const { project, host, interruption } = terminal;
    const { request, platform, insecure, place } = readComboRequest(images, options);
    const note = (message: string): void => host.notify({ kind: 'note', message });
    const exchange = realExchange({ signal: interruption.signal, note });
    const combo = await combine(request, textSources(project, exchange, insecure));
    for (const sentence of combo.chosen) note(sentence);
    if (options.output !== undefined) await writeOutput(resolve(project, options.output), combo.dockerfile);
    const folder = await mkdtemp(join(tmpdir(), 'trunkline-combo-'));
    try {
      const tools = makeTools({ terminal, exchange, insecure, place, folder, options });
      const result = await perform({ ...tools, combo, options, place, platform, note });
      host.close();
      process.stdout.write(
        options.json ? `${JSON.stringify(result, undefined, 2)}\n` : renderCombo(result, options.output === undefined),
      );
      return result.status === 'OutOfDate' || result.status === 'NotFound' || result.status === 'Failed'
        ? EXIT.failed
        : EXIT.clean;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

function makeTools(parts: {
  readonly terminal: CommandTerminal;
  readonly exchange: Exchange;
  readonly insecure: readonly string[];
  readonly place: ComboPlace;
  readonly folder: string;
  readonly options: ComboOptions;
}): Pick<Work, 'client' | 'workshop' | 'builder'> {
  const { terminal, exchange, insecure, place, folder, options } = parts;
  const { TRUNKLINE_REGISTRY_USERNAME: username, TRUNKLINE_REGISTRY_PASSWORD: password, ...environment } = process.env;
  const credentials = withLogin(machineCredentials(environment), place.registry, username, password);
  let rest = '';
  const workshop = new Workshop({
    folder,
    // Without the two variables: what is built has no business with them.
    environment,
    credentials,
    insecure,
    signal: terminal.interruption.signal,
    onOutput: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) terminal.host.notify({ kind: 'note', message: line });
    },
  });
  let builder: Promise<Builder> | undefined;
  return {
    client: new RegistryClient({ exchange, credentials, insecure }),
    workshop,
    builder: () => (builder ??= findBuilder(workshop, options.builder)),
  };
}

async function perform(work: Work): Promise<ComboResult> {
  const { combo, options, place } = work;
  const { name, tag, base, images, chosen, dockerfile } = combo;
  const about = {
    format: 'trunkline-combo/1',
    name,
    tag,
    reference: place.name,
    base,
    images,
    chosen,
    dockerfile,
  } as const;
  const builds = options.build || options.push;
  if (!options.check && !builds) return { ...about, status: 'Combined' };
  const checked = options.check ? await check(work) : undefined;
  const outcome = checked && { check: checked.check };
  if (checked && (checked.check.status === 'UpToDate' || !builds)) {
    const { digest } = checked;
    return { ...about, ...outcome, status: checked.check.status, ...(digest === undefined ? {} : { digest }) };
  }
  for (const reason of checked?.check.reasons ?? []) work.note(reason);
  return { ...about, ...outcome, ...(await build(work)) };
}

/** Compares what is there, in its registry or on this machine, with the registries of today. */
async function check(work: Work): Promise<{ readonly check: ComboCheck; readonly digest?: string }> {
  const { combo, place, platform, client } = work;
  if (place.registry === undefined) {
    const builder = await work.builder();
    return { check: await checkCombo(combo, await builder.labels(place.name), client, platform) };
  }
  const reference = parseReference(place.name);
  const found = await client.image(reference, platform);
  const labels = found && (await client.labels(reference, found));
  return { check: await checkCombo(combo, labels, client, platform), ...(found ? { digest: found.digest } : {}) };
}

async function build(work: Work): Promise<Pick<ComboResult, 'status' | 'build' | 'digest' | 'failure'>> {
  const { combo, options, place, platform, client } = work;
  const builder = await work.builder();
  const pinned = await pinCombo(combo, client, platform);
  let built: BuiltCombo | undefined;
  let step: 'Build' | 'Push' = 'Build';
  try {
    work.note(
      `Building ${place.name} for ${platform.os}/${platform.architecture} with ${builder.name} ${builder.version}.`,
    );
    built = await buildCombo(combo, pinned, builder, platform);
    if (!allWork(built.smokeTests)) return { status: 'Failed', build: built };
    await builder.tag(built.id, place.name);
    if (!options.push) return { status: 'Built', build: built };
    step = 'Push';
    work.note(`Pushing ${place.name}.`);
    return { status: 'Pushed', build: built, digest: await builder.push(place.name) };
  } catch (error) {
    // A failed build is an outcome, as a failed action is; it is no wrong use.
    if (!(error instanceof TrunklineError) || error.code !== 'ImageBuildFailed') throw error;
    const failure = { step, message: error.message, details: error.details };
    return { status: 'Failed', ...(built ? { build: built } : {}), failure };
  }
}

async function writeOutput(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new TrunklineError('UsageInvalid', `${file} cannot be written (${code}). Name another --output.`);
  }
}
