// Builds the site into build/site: `node site/build.mjs [--output FOLDER] [--samples FOLDER] [--serve]`.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readSamples, SampleMistakes } from './samples.mjs';

/** What the one who runs the build can mend. */
class Mistake extends Error {}

const project = fileURLToPath(new URL('..', import.meta.url));
const usualOutput = join(project, 'build', 'site');

try {
  await build();
} catch (error) {
  if (!(error instanceof SampleMistakes) && !(error instanceof Mistake)) throw error;
  console.error(`${error.message}\nNothing was built.`);
  process.exitCode = 1;
}

async function build() {
  const { output, samples, serve } = readArguments();
  const address = readAddress();
  if (!isFolder(samples)) throw new Mistake(`There is no folder ${samples}. Give the one that holds the samples.`);
  // Before Eleventy, so that mistakes are all there is to read.
  readSamples(samples);
  // Names change with their content: what an earlier build left would stay for ever.
  if (output === usualOutput) rmSync(output, { recursive: true, force: true });
  makeFolder(output);
  if (readdirSync(output).length > 0) {
    throw new Mistake(`The folder ${output} is not empty. Give one that is, or none, for build/site.`);
  }
  // Loaded late: it takes long, and mistakes are told without it.
  const { default: Eleventy } = await import('@11ty/eleventy');
  const { configure } = await import('./configure.mjs');
  // Eleventy takes paths from the folder it runs in.
  process.chdir(project);
  const eleventy = new Eleventy('site', relative(project, output), {
    quietMode: !serve,
    runMode: serve ? 'serve' : 'build',
    config: (/** @type {unknown} */ config) => configure(config, { samples, address }),
  });
  if (serve) {
    await eleventy.init();
    await eleventy.watch();
    await eleventy.serve(8080);
  } else {
    await eleventy.write();
  }
}

/** @param {string} path */
function isFolder(path) {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** @param {string} folder */
function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Mistake(`The folder ${folder} cannot be made (${reason}). Give another one, or none, for build/site.`);
  }
}

function readArguments() {
  const usage = 'Usage: node site/build.mjs [--output FOLDER] [--samples FOLDER] [--serve]';
  try {
    const { values } = parseArgs({
      options: { output: { type: 'string' }, samples: { type: 'string' }, serve: { type: 'boolean', default: false } },
    });
    return {
      output: resolve(values.output ?? usualOutput),
      samples: resolve(values.samples ?? join(project, 'samples')),
      serve: values.serve,
    };
  } catch (error) {
    throw new Mistake(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/** The site's address from PUBLIC_URL, without a slash at its end. */
function readAddress() {
  const address = process.env.PUBLIC_URL;
  if (!address) return undefined;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol) || new URL(address).pathname !== '/') {
    throw new Mistake(`PUBLIC_URL is "${address}". Set it to the site's address, such as https://www.example.com.`);
  }
  return new URL(address).origin;
}
