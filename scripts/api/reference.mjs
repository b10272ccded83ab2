// Prints API.md from the docstrings of the compiled library.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import prettier from 'prettier';
import { ROOT } from '../run.mjs';

const FOREWORD =
  'Printed from the docstrings by `npm run api`; edit those. Each class shows what it declares itself, and names the ' +
  'class that it extends. The names are those of TypeScript; [README.md](README.md) says how other languages write them.';

/**
 * The text of API.md.
 *
 * @param {string} compiled the folder of the compiled library
 * @param {{ packages: string }} tools where jsii-docgen is
 * @returns {Promise<string>}
 */
export async function apiReference(compiled, { packages }) {
  const assembly = JSON.parse(readFileSync(join(compiled, '.jsii'), 'utf8'));
  const { Documentation, Language, MarkdownRenderer } = createRequire(join(packages, 'resolve-from-here'))(
    'jsii-docgen',
  );
  const folder = mkdtempSync(join(tmpdir(), 'assemblies-'));
  try {
    gatherAssemblies(folder, compiled, assembly);
    const documentation = await Documentation.forAssembly(assembly.name, folder);
    const { content } = await documentation.toJson({ language: Language.TYPESCRIPT, readme: false });
    content.apiReference = declaredHere(content.apiReference, assembly);
    const [title, ...rest] = MarkdownRenderer.fromSchema(content, {}).render().split('\n');
    const text = [title, '', FOREWORD, '', ...rest].join('\n');
    return await prettier.format(text, { ...(await prettier.resolveConfig(join(ROOT, 'API.md'))), parser: 'markdown' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Puts the assemblies that the library's types come from into one folder: jsii-docgen would otherwise look for them in
 * folders below the library's own, or install them anew.
 */
function gatherAssemblies(folder, compiled, assembly) {
  cpSync(join(compiled, '.jsii'), join(folder, assembly.name, '.jsii'));
  const require = createRequire(join(compiled, 'package.json'));
  for (const dependency of Object.keys(assembly.dependencies)) {
    const from = dirname(require.resolve(`${dependency}/package.json`));
    mkdirSync(join(folder, dependency), { recursive: true });
    cpSync(join(from, '.jsii'), join(folder, dependency, '.jsii'));
    // A big assembly is a note that names the file that holds it.
    const { filename } = JSON.parse(readFileSync(join(from, '.jsii'), 'utf8'));
    if (typeof filename === 'string') cpSync(join(from, filename), join(folder, dependency, filename));
  }
}

/** The reference without what classes and structs inherit, which is documented where it comes from. */
function declaredHere(reference, { types }) {
  const only = (type) => {
    const { methods = [], properties = [], base, interfaces = [], initializer } = types[type.id];
    const declared = new Set([...methods, ...properties].map(({ name }) => name));
    const kept = Object.entries(type).map(([key, value]) => {
      const members = ['instanceMethods', 'staticMethods', 'constants', 'properties'].includes(key);
      if (key === 'initializer' && initializer === undefined) return [key, undefined];
      return [key, members ? value.filter(({ fqn }) => declared.has(fqn.split('.').at(-1))) : value];
    });
    const parents = [base, ...interfaces].filter((parent) => parent !== undefined).map((parent) => link(parent, types));
    const remarks = [parents.length === 0 ? [] : `Extends ${parents.join(', ')}.`, type.docs?.remarks ?? []].flat();
    return { ...Object.fromEntries(kept), docs: { ...type.docs, remarks: remarks.join('\n\n') } };
  };
  const kinds = ['constructs', 'classes', 'structs', 'interfaces'];
  return { ...reference, ...Object.fromEntries(kinds.map((kind) => [kind, reference[kind].map(only)])) };
}

function link(parent, types) {
  return parent in types ? `[${types[parent].name}](#${parent})` : `\`${parent}\``;
}
