// Writes the declarations of the engine's libraries beside what `build.mjs` has bundled. For packaging alone: the compiler
// takes seconds, which no test and no demo should wait for. The output folder may be given in place of `dist`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const engine = fileURLToPath(new URL('../packages/trunkline', import.meta.url));
const outdir = process.argv[2] ?? join(engine, 'dist');
const entries = ['preflight', 'plugin'].map((name) => join(engine, `src/library/${name}.ts`));

const { fileNames: _, options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(engine, 'tsconfig.json'), (file) => readFileSync(file, 'utf8')).config,
  ts.sys,
  engine,
);
const program = ts.createProgram(entries, {
  ...options,
  noEmit: false,
  declaration: true,
  emitDeclarationOnly: true,
  rootDir: engine,
  outDir: '/',
});

const declarations = new Map();
const { diagnostics } = program.emit(undefined, (file, text) => declarations.set(file, text));
const mistakes = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
if (mistakes.length > 0) {
  const host = { getCanonicalFileName: (file) => file, getCurrentDirectory: () => engine, getNewLine: () => '\n' };
  process.stderr.write(ts.formatDiagnostics(mistakes, host));
  process.exit(1);
}

// To each side its own: what CommonJS loads has to be declared as CommonJS, which dist/cjs/package.json does.
for (const side of ['types', 'cjs/types']) {
  const folder = join(outdir, side);
  rmSync(folder, { recursive: true, force: true });
  for (const file of reachable(entries.map((entry) => `/${relative(engine, entry).replace(/\.ts$/, '.d.ts')}`))) {
    const path = join(folder, file.replace(/^\/src\//, ''));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, declarations.get(file));
  }
}

/** The files that declarations name, directly or not: all others are the engine's own business. */
function reachable(files) {
  const found = new Set(files);
  for (const file of found) {
    for (const [, named] of declarations.get(file).matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
      found.add(join(dirname(file), `${named}.d.ts`));
    }
  }
  return found;
}
