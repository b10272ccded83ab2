// The code blocks of the pages that a project's developers read, and the modules that they make up.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const PACKAGE = join(__dirname, '../..');
const REPOSITORY = join(PACKAGE, '../..');

/** A page of the documentation. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

/** One code block. */
export interface Snippet {
  /** Page and line of its first line, as an editor opens it. */
  readonly place: string;
  readonly code: string;
}

/** The library's README and all pages of docs/. */
export function readPages(): Page[] {
  const docs = join(REPOSITORY, 'docs');
  const files = [
    join(PACKAGE, 'README.md'),
    ...(existsSync(docs) ? readdirSync(docs) : [])
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(docs, name)),
  ];
  return files.map((file) => ({ name: basename(file), text: readFileSync(file, 'utf8') }));
}

/** The blocks of a page that are written in a language. */
export function snippets({ name, text }: Page, language: string): Snippet[] {
  return [...text.matchAll(/^```(\w*)[^\n]*\n([^]*?)^```$/gm)].flatMap((match) =>
    match[1] === language
      ? { place: `${name}:${text.slice(0, match.index).split('\n').length + 1}`, code: match[2] ?? '' }
      : [],
  );
}

/**
 * What the compiler says about the TypeScript of pages, by page and line.
 *
 * A block that imports something begins a module. One that does not goes on with the module before it, as a reader of the
 * page does; where it declares a name anew, it stands in a scope of its own.
 */
export function compileErrors(pages: readonly Page[]): string[] {
  const modules = pages.flatMap((page) => modulesOf(snippets(page, 'ts')));
  const files = new Map(modules.map((lines, index) => [join(__dirname, `module-${index}.ts`), lines]));
  const { config } = ts.readConfigFile(join(REPOSITORY, 'tsconfig.base.json'), (file) => ts.sys.readFile(file));
  const { compilerOptions } = config as { compilerOptions: object };
  const { options } = ts.convertCompilerOptionsFromJson(
    // A snippet may show what it does not use.
    {
      ...compilerOptions,
      // As the engine's libraries are ES modules, which CommonJS may load since Node 20.19.
      module: 'nodenext',
      moduleResolution: 'nodenext',
      noUnusedLocals: false,
      // The engine's published names, and the sources that they stand for.
      paths: { 'trunkline/*': [join(REPOSITORY, 'packages/trunkline/src/library/*.ts')] },
    },
    REPOSITORY,
  );
  const program = ts.createProgram([...files.keys()], options, hostWith(options, files));
  return [...files].flatMap(([file, lines]) => {
    const source = program.getSourceFile(file);
    return ts.getPreEmitDiagnostics(program, source).map(({ start = 0, messageText }) => {
      const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${lines[line]?.place ?? file}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}

interface Line {
  readonly place: string;
  readonly text: string;
}

function modulesOf(blocks: readonly Snippet[]): Line[][] {
  const modules: Line[][] = [];
  for (const { place, code } of blocks) {
    const [name = '', first = '1'] = place.split(':');
    const lines = code.split('\n').map((text, index) => ({ place: `${name}:${Number(first) + index}`, text }));
    const before = modules.at(-1);
    if (before === undefined || /^import /m.test(code)) modules.push(lines);
    else before.push(...(declaresAnew(before, lines) ? inScope(lines) : lines));
  }
  return modules;
}

function declaresAnew(before: readonly Line[], lines: readonly Line[]): boolean {
  const names = (all: readonly Line[]): string[] =>
    all.flatMap(({ text }) => /^(?:abstract )?(?:class|const|let|function|interface|type) (\w+)/.exec(text)?.[1] ?? []);
  const declared = new Set(names(before));
  return names(lines).some((name) => declared.has(name));
}

function inScope(lines: readonly Line[]): Line[] {
  const [first, last] = [lines[0]?.place ?? '', lines.at(-1)?.place ?? ''];
  return [{ place: first, text: '{' }, ...lines, { place: last, text: '}' }];
}

function hostWith(options: ts.CompilerOptions, files: ReadonlyMap<string, readonly Line[]>): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  // The published name, and the sources that it stands for.
  const textOf = (file: string): string | undefined =>
    files
      .get(file)
      ?.map(({ text }) => text.replace("from 'cdk-trunkline'", "from '../../src'"))
      .join('\n');
  return {
    ...host,
    fileExists: (file) => files.has(file) || fileExists.call(host, file),
    readFile: (file) => textOf(file) ?? readFile.call(host, file),
    getSourceFile: (file, languageVersion, ...rest) => {
      const text = textOf(file);
      return text === undefined
        ? getSourceFile.call(host, file, languageVersion, ...rest)
        : ts.createSourceFile(file, text, languageVersion);
    },
  };
}
