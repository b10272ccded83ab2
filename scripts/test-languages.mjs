// Proves that the library can be had in other languages: jsii-pacmak generates the code of Java, .NET, Go and Python,
// every type and hook is there under the language's own name, and it is compiled where compiler and packages can be had.
// The package for npm is looked at too. Python's wheel is built and used by `npm run test:python`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileLibrary } from './jsii/assembly.mjs';
import { installPackaging } from './jsii/packaging.mjs';
import { buildDotnet, buildGo, buildJava } from './languages/build.mjs';
import { LANGUAGES, missingNames } from './languages/names.mjs';
import { asProgram, run, step, StepFailed } from './run.mjs';

await asProgram(async () => {
  const compiled = await compileLibrary();
  const { programs } = await installPackaging();
  const assembly = JSON.parse(readFileSync(join(compiled, '.jsii'), 'utf8'));
  await step('The package for npm', () => npmPackage(compiled));

  // jsii-pacmak hands its output folder to a shell unquoted: the repository's path may hold spaces, this one does not.
  const folder = mkdtempSync(join(tmpdir(), 'languages-'));
  try {
    const languages = Object.keys(LANGUAGES);
    await step(`Generating code for ${languages.join(', ')}`, async () => {
      const argv = [join(programs, 'jsii-pacmak'), compiled, '--code-only', '--outdir', folder];
      await run([...argv, '--targets', ...languages]);
    });
    for (const language of languages) {
      await step(`The names in ${language}`, async () => names(assembly, language, join(folder, language)));
    }
    await step('Java', () => buildJava(join(folder, 'java')));
    await step('Go', () => buildGo(join(folder, 'go/cdktrunkline')));
    await step('.NET', () => buildDotnet(join(folder, `dotnet/${assembly.targets.dotnet.packageId}`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function names(assembly, language, folder) {
  const { missing, types, methods } = missingNames(assembly, language, folder);
  if (missing.length > 0) throw new StepFailed(`The ${language} code lacks:\n  ${missing.join('\n  ')}`);
  return `${types} types and ${methods} methods`;
}

/** What a project gets that installs the package: code, types, assembly, schema; and nothing that it cannot use. */
async function npmPackage(compiled) {
  const { output } = await run(['npm', 'pack', '--dry-run', '--json', '--loglevel=error'], { cwd: compiled });
  const [{ files }] = JSON.parse(output.slice(output.indexOf('[')));
  const paths = files.map(({ path }) => path);
  const manifest = JSON.parse(readFileSync(join(compiled, 'package.json'), 'utf8'));
  const named = manifest.files.filter((name) => !/[!*]/.test(name));
  const needed = ['package.json', 'README.md', 'lib/index.js', 'lib/index.d.ts', ...named];
  const missing = needed.filter((name) => !paths.some((path) => path === name || path.startsWith(`${name}/`)));
  const foreign = paths.filter((path) => /^(src|test|node_modules)\/|\.tsbuildinfo$/.test(path));
  if (missing.length > 0) throw new StepFailed(`The package for npm lacks ${missing.join(', ')}.`);
  if (foreign.length > 0)
    throw new StepFailed(`The package for npm holds ${foreign.join(', ')}; see "files" of package.json.`);
  return `${paths.length} files`;
}
