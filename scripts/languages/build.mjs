// Builds the generated code of a language, where its compiler and its packages can be had, and says so where not.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, StepFailed } from '../run.mjs';
import { sources } from './names.mjs';

const JAVA_PROJECT = fileURLToPath(new URL('ShopPipeline.java', import.meta.url));

/**
 * Compiles the Java code, and a subclass in Java, with Maven.
 *
 * @param {string} folder the generated project
 * @returns {Promise<string>} what was compiled, or why nothing was
 * @throws {StepFailed} where it does not compile
 */
export async function buildJava(folder) {
  const lacking = await missingProgram([
    ['mvn', '--version'],
    ['javac', '-version'],
  ]);
  if (lacking !== undefined) return `NOT COMPILED: ${lacking}`;
  const pom = join(folder, 'pom.xml');
  const text = readFileSync(pom, 'utf8');
  // The subclass uses what Java has had since version 9.
  writeFileSync(
    pom,
    text.replaceAll(/<(source|target)>[\d.]+<\/\1>/g, '<$1>11</$1>').replace(/<release>[\d.]+</, '<release>11<'),
  );
  mkdirSync(join(folder, 'src/main/java/shop'), { recursive: true });
  copyFileSync(JAVA_PROJECT, join(folder, 'src/main/java/shop/ShopPipeline.java'));

  const asked = await maven(folder);
  if (asked.code === 0) return 'compiled, with the dependencies that it asks for';
  const unavailable = /No versions available for (\S+?):jar:(\S+) within/.exec(asked.output);
  if (unavailable === null) return notCompiled(asked.output);
  // Repositories get a release of aws-cdk-lib some time after npm. An older one still type-checks nearly everything.
  const version = await newestInMaven(folder, unavailable[1]);
  if (version === undefined) return `NOT COMPILED, Maven cannot have ${unavailable[1]} ${unavailable[2]}`;
  const [, artifact] = unavailable[1].split(':');
  const range = new RegExp(`(<artifactId>${artifact}</artifactId>\\s*<version>)[^<]+`);
  // Exactly one version: of a range Maven reads the description of every single one.
  writeFileSync(pom, readFileSync(pom, 'utf8').replace(range, `$1${version}`));
  const older = await maven(folder);
  if (older.code !== 0) return notCompiled(older.output);
  return `compiled against ${artifact} ${version}, the newest that Maven finds here; it asks for ${unavailable[2]}`;
}

/** The newest release that Maven has just read about, from the notes that it keeps. */
async function newestInMaven(folder, coordinates) {
  const argv = ['mvn', '-q', '-B', 'help:evaluate', '-Dexpression=settings.localRepository', '-DforceStdout'];
  const { output } = await run(argv, { cwd: folder });
  // Maven ends its output with codes of colours.
  const repository = output.replaceAll(/\u001b\[[\d;]*m/g, '').trim();
  const [group = '', artifact = ''] = coordinates.split(':');
  const notes = join(repository, group.replaceAll('.', '/'), artifact);
  if (!existsSync(notes)) return undefined;
  const versions = readdirSync(notes)
    .filter((name) => /^maven-metadata-.*\.xml$/.test(name))
    .map((name) => /<release>([^<]+)</.exec(readFileSync(join(notes, name), 'utf8'))?.[1]);
  return versions.find((version) => version !== undefined);
}

/**
 * Parses the Go code, and builds it where its modules can be had.
 *
 * @param {string} folder the generated module
 * @returns {Promise<string>} what was built, or why nothing was
 */
export async function buildGo(folder) {
  const lacking = await missingProgram([
    ['go', 'version'],
    ['gofmt', '-h'],
  ]);
  if (lacking !== undefined) return `NOT BUILT: ${lacking}`;
  const files = sources(folder, '.go');
  await run(['gofmt', '-e', '-l', ...files]);
  const parsed = `${files.length} files parsed`;
  const modules = await run(['go', 'mod', 'download'], { cwd: folder, allowed: [0, 1] });
  if (modules.code !== 0) return `${parsed}; NOT BUILT, its modules cannot be had: ${firstError(modules.output)}`;
  await run(['go', 'vet', '-mod=mod', './...'], { cwd: folder });
  return `${parsed} and vetted`;
}

/**
 * Builds the .NET code.
 *
 * @param {string} folder the generated project
 * @returns {Promise<string>} what was built, or why nothing was
 */
export async function buildDotnet(folder) {
  const lacking = await missingProgram([['dotnet', '--version']]);
  if (lacking !== undefined) return `NOT BUILT: ${lacking}`;
  const restored = await run(['dotnet', 'restore'], { cwd: folder, allowed: [0, 1] });
  if (restored.code !== 0) return `NOT BUILT, its packages cannot be had: ${firstError(restored.output)}`;
  await run(['dotnet', 'build', '--no-restore'], { cwd: folder });
  return 'built';
}

function maven(folder) {
  return run(['mvn', '-q', '-B', '-ntp', 'compile'], { cwd: folder, allowed: [0, 1] });
}

/** A mistake of ours fails; that Maven cannot have what it needs is said. */
function notCompiled(output) {
  if (/COMPILATION ERROR|Compilation failure/.test(output))
    throw new StepFailed(`The Java code does not compile:\n${output}`);
  return `NOT COMPILED, Maven cannot have what it needs: ${firstError(output)}`;
}

async function missingProgram(probes) {
  for (const probe of probes) {
    try {
      await run(probe, { allowed: [0, 1, 2] });
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      return `${probe[0]} is not on PATH`;
    }
  }
  return undefined;
}

function firstError(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => /error|not available|forbidden/i.test(line)) ?? lines[0] ?? 'no reason given').trim();
}
