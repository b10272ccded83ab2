// ESLint rules that keep the rooms of docs/architecture.md apart: who may import whom, and no cycles.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Value imports of a source text; `import type` vanishes at compile time and makes no cycle. */
const VALUE_IMPORT =
  /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/gm;

function targetOf(file, specifier) {
  const path = resolve(dirname(file), specifier);
  return path.endsWith('.js') ? path.replace(/\.js$/, '.ts') : `${path}.ts`;
}

const graphs = new Map();

/** File to the files that it imports, for one source folder; read once a lint run. */
function importGraph(sourceFolder) {
  const known = graphs.get(sourceFolder);
  if (known) return known;
  const graph = new Map();
  for (const entry of readdirSync(sourceFolder, { recursive: true })) {
    if (!entry.endsWith('.ts')) continue;
    const file = join(sourceFolder, entry);
    const targets = [...readFileSync(file, 'utf8').matchAll(VALUE_IMPORT)].map((m) => targetOf(file, m[1] ?? m[2]));
    graph.set(file, targets);
  }
  graphs.set(sourceFolder, graph);
  return graph;
}

/** The shortest way from a file back to itself, if there is one. */
function cycleThrough(graph, start) {
  const cameFrom = new Map();
  const queue = [start];
  while (queue.length > 0) {
    const file = queue.shift();
    for (const next of graph.get(file) ?? []) {
      if (next === start) {
        const way = [start];
        for (let at = file; at !== start; at = cameFrom.get(at)) way.unshift(at);
        return [start, ...way];
      }
      if (!cameFrom.has(next) && graph.has(next)) {
        cameFrom.set(next, file);
        queue.push(next);
      }
    }
  }
  return undefined;
}

const options = [{ type: 'object', properties: { source: { type: 'string' }, rooms: { type: 'object' } } }];

const allowedImports = {
  meta: {
    type: 'problem',
    schema: options,
    messages: {
      forbidden: '{{from}}/ may not import {{to}}/ (it may import: {{allowed}}).',
      unknown: '{{from}}/ is no room of the architecture: add it to the table of rooms, or move the file.',
    },
  },
  create(context) {
    const { source, rooms } = context.options[0];
    const roomOf = (path) => {
      const parts = relative(resolve(context.cwd, source), path).split(sep);
      return parts.length > 1 && parts[0] !== '..' ? parts[0] : undefined;
    };
    const from = roomOf(context.filename);
    if (!from) return {};
    if (!rooms[from]) return { Program: (node) => context.report({ node, messageId: 'unknown', data: { from } }) };
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const to = roomOf(resolve(dirname(context.filename), specifier));
      if (!to || to === from || rooms[from].includes(to)) return;
      const allowed = rooms[from].join(', ') || 'nothing of ours';
      context.report({ node, messageId: 'forbidden', data: { from, to, allowed } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

const noCycles = {
  meta: { type: 'problem', schema: options, messages: { cycle: 'Import cycle: {{way}}' } },
  create(context) {
    const source = resolve(context.cwd, context.options[0].source);
    return {
      Program(node) {
        const way = cycleThrough(importGraph(source), context.filename);
        if (way)
          context.report({ node, messageId: 'cycle', data: { way: way.map((f) => relative(source, f)).join(' -> ') } });
      },
    };
  },
};

/** The plugin, for `plugins: { rooms }` in eslint.config.js. */
export default { rules: { 'allowed-imports': allowedImports, 'no-cycles': noCycles } };
