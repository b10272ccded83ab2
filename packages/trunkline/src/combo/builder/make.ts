// Builds a combo, tries every tool in it, names it, and pushes it: in this order, so that only what works gets the name.
import { formatPlatform, type Platform } from '../registry/platform.js';
import type { Combo } from '../combo.js';
import type { Builder } from './builder.js';
import { imagesOf, withImages } from './pins.js';
import { mentionsVersion, type SmokeTest, smokeTestOf } from './smoke-tests.js';

/** What became of an image's smoke test. */
export interface SmokeTestResult {
  /** As asked for, such as `python:3.12`. */
  readonly image: string;
  readonly status: 'Succeeded' | 'Failed' | 'NotTested';
  readonly command?: readonly string[];
  /** What the tool said. */
  readonly output?: string;
  /** Why it failed, or was not tested. */
  readonly reason?: string;
}

/** A combo that was built. */
export interface BuiltCombo {
  /** The image's id on this machine. */
  readonly id: string;
  readonly builder: { readonly name: string; readonly version: string };
  readonly platform: string;
  readonly smokeTests: readonly SmokeTestResult[];
}

/** Builds it. The image has no name yet; where a smoke test fails, it is removed. @throws TrunklineError ImageBuildFailed */
export async function buildCombo(
  combo: Combo,
  pinned: { readonly images: ReadonlyMap<string, string>; readonly labels: Readonly<Record<string, string>> },
  builder: Builder,
  platform: Platform,
): Promise<BuiltCombo> {
  const id = await builder.build({
    dockerfile: withImages(combo.dockerfile, pinned.images),
    // What is only asked about, because nothing is copied from it, need not be here.
    images: imagesOf(combo.dockerfile).map((image) => pinned.images.get(image) ?? image),
    labels: pinned.labels,
    platform: formatPlatform(platform),
  });
  const smokeTests: SmokeTestResult[] = [];
  try {
    for (const { name, tag } of combo.images) smokeTests.push(await smokeTestImage(name, tag, id, builder));
  } finally {
    // Nobody will use it, and nobody would find it: it has no name.
    if (smokeTests.length < combo.images.length || !allWork(smokeTests)) await builder.discard(id);
  }
  const { name, version } = builder;
  return { id, builder: { name, version }, platform: formatPlatform(platform), smokeTests };
}

/** Whether every tool that is known works. */
export function allWork(results: readonly SmokeTestResult[]): boolean {
  return results.every(({ status }) => status !== 'Failed');
}

async function smokeTestImage(name: string, tag: string, id: string, builder: Builder): Promise<SmokeTestResult> {
  const test = smokeTestOf(name, tag);
  if (test) return runSmokeTest(test, id, builder);
  const image = `${name}:${tag}`;
  return { image, status: 'NotTested', reason: `Which command of ${name} says its version is not known to trunkline.` };
}

async function runSmokeTest(
  { image, commands, version }: SmokeTest,
  id: string,
  builder: Builder,
): Promise<SmokeTestResult> {
  let failure: SmokeTestResult | undefined;
  for (const command of commands) {
    const { exitCode, stdout, stderr, timedOutAfter } = await builder.run(id, command);
    // Java says its version on stderr.
    const output = `${stdout}${stderr}`.trim();
    const said = { image, command, output };
    if (timedOutAfter !== undefined) {
      return { ...said, status: 'Failed', reason: `${command.join(' ')} did not end within ${timedOutAfter} s.` };
    } else if (exitCode !== 0) {
      failure ??= { ...said, status: 'Failed', reason: `${command.join(' ')} ended with ${exitCode ?? 'a signal'}.` };
    } else if (version !== undefined && !mentionsVersion(output, version)) {
      return { ...said, status: 'Failed', reason: `${command.join(' ')} does not say ${version}.` };
    } else return { ...said, status: 'Succeeded' };
  }
  return failure ?? { image, status: 'NotTested', reason: 'No command is known.' };
}
