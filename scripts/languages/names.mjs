// How the members of the library are called in the code that jsii-pacmak generates, and whether they are there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One language: where a type's code is, how its class and how a method of it are declared. */
export const LANGUAGES = {
  java: {
    file: (type, { java }) => `src/main/java/${java.package.replaceAll('.', '/')}/${type}.java`,
    type: (type) => new RegExp(`\\b(class|interface|enum) ${type}\\b`),
    method: (name) => new RegExp(`\\s${name}\\(final `),
  },
  dotnet: {
    file: (type, { dotnet }) => `${dotnet.packageId}/${dotnet.namespace.replaceAll('.', '/')}/${type}.cs`,
    type: (type) => new RegExp(`\\b(class|interface|enum) ${type}\\b`),
    method: (name) => new RegExp(`\\s${pascal(name)}\\(`),
  },
  go: {
    file: (type) => `cdktrunkline/${type}.go`,
    type: (type) => new RegExp(`^type ${type} `, 'm'),
    method: (name) => new RegExp(`^\\t${pascal(name)}\\(`, 'm'),
  },
  python: {
    file: (_, { python }) => `src/${python.module}/__init__.py`,
    type: (type) => new RegExp(`^class ${type}\\b`, 'm'),
    method: (name) => new RegExp(`^    def ${snake(name)}\\(`, 'm'),
  },
};

/**
 * What of the library a language's generated code lacks: every type, and every method of those that projects subclass.
 *
 * @param {object} assembly the assembly of the compiled library
 * @param {keyof typeof LANGUAGES} language
 * @param {string} folder what jsii-pacmak wrote for it
 * @returns {{ missing: string[], types: number, methods: number }}
 */
export function missingNames(assembly, language, folder) {
  const { file, type: typePattern, method: methodPattern } = LANGUAGES[language];
  const missing = [];
  let methods = 0;
  for (const type of Object.values(assembly.types)) {
    const source = join(folder, file(type.name, assembly.targets));
    const text = existsSync(source) ? readFileSync(source, 'utf8') : '';
    if (!typePattern(type.name).test(text)) missing.push(`${type.name} in ${source}`);
    const hooks = type.kind === 'class' && type.abstract === true ? (type.methods ?? []) : [];
    for (const { name, parameters = [], static: isStatic } of hooks) {
      if (isStatic || parameters.length === 0) continue;
      methods += 1;
      if (!methodPattern(name).test(text)) missing.push(`${type.name}.${name} in ${source}`);
    }
  }
  return { missing, types: Object.keys(assembly.types).length, methods };
}

/** The files below a folder whose names end so. */
export function sources(folder, extension) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, name));
}

function pascal(name) {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function snake(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
