// Parses a buildspec and reports all its mistakes at once, each with its place.
import { LineCounter, isMap, isNode, isPair, parseDocument, type Document } from 'yaml';
import type { Buildspec, BuildspecArtifacts, BuildspecPhase, BuildspecPhaseName } from '../../model/buildspec.js';
import { TrunklineError } from '../../model/errors.js';
import { buildspecSchema, type WrittenBuildspec } from './buildspec-schema.js';

type Path = readonly PropertyKey[];

/**
 * Parses a buildspec (YAML, or JSON, which is YAML).
 * @param where names the buildspec in messages, such as `the buildspec of project Synth`
 * @throws TrunklineError `BuildspecInvalid` with one line for each mistake: JSON path, line, what is wrong
 */
export function parseBuildspec(text: string, where: string): Buildspec {
  const lines = new LineCounter();
  // In the failsafe schema every scalar is a text: versions and numbers stay as they were written.
  // Keys that are no texts are mistakes, and reported as such: yaml's own warning on stderr would be another one.
  const document = parseDocument(text, { schema: 'failsafe', merge: true, lineCounter: lines, logLevel: 'error' });
  if (document.errors.length > 0) {
    throw invalid(
      where,
      document.errors.map((error) => {
        const position = lines.linePos(error.pos[0]);
        return `line ${String(position.line)}: ${error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? ''}`;
      }),
    );
  }
  let written: unknown;
  try {
    written = document.toJS();
  } catch (error) {
    throw invalid(where, [error instanceof Error ? error.message : String(error)]);
  }
  const result = buildspecSchema.safeParse(written);
  if (result.success) return toBuildspec(result.data);
  throw invalid(
    where,
    result.error.issues.map((issue) => {
      const line = lineOf(document, issue.path, lines);
      const place = issue.path.length === 0 ? 'the buildspec' : formatPath(issue.path);
      return `${place}${line === undefined ? '' : ` (line ${String(line)})`}: ${issue.message}`;
    }),
  );
}

/**
 * Parses one of which only the mistakes are wanted: one line each, none where CodeBuild would take it.
 * @returns the buildspec, or its mistakes
 */
export function checkBuildspec(text: string): Buildspec | { readonly mistakes: readonly string[] } {
  // CDK writes JSON; reading that as YAML takes ten times as long, and there may be hundreds of projects.
  const written = jsonOf(text);
  const result = written === undefined ? undefined : buildspecSchema.safeParse(written);
  if (result?.success) return toBuildspec(result.data);
  try {
    return parseBuildspec(text, '');
  } catch (error) {
    if (error instanceof TrunklineError) return { mistakes: error.details };
    throw error;
  }
}

/** The value of a JSON text as the failsafe schema would have it: every scalar a text. */
function jsonOf(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text, (_, value: unknown) =>
      typeof value === 'object' && value !== null ? value : String(value),
    );
  } catch {
    return undefined;
  }
}

function invalid(where: string, mistakes: readonly string[]): TrunklineError {
  const count = mistakes.length === 1 ? 'a mistake' : `${String(mistakes.length)} mistakes`;
  return new TrunklineError('BuildspecInvalid', `There is ${count} in ${where}. Correct it and run again.`, mistakes);
}

/** `phases.build.commands[1]`. */
function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${String(key)}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

/** The line of a place, or of the nearest place above it that exists. */
function lineOf(document: Document, path: Path, lines: LineCounter): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent: unknown = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && String(item.key) === String(key))
      : undefined;
    const node: unknown = pair?.key ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range !== undefined && node.range !== null) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

function toBuildspec(written: WrittenBuildspec): Buildspec {
  const { env, phases, artifacts, cache } = written;
  const primary = artifacts?.files === undefined ? undefined : toArtifacts({ ...artifacts, files: artifacts.files });
  const ignored: string[] = [];
  for (const key of Object.keys(written)) if (!KNOWN_TOP_LEVEL.has(key)) ignored.push(key);
  if (env?.['git-credential-helper'] !== undefined) ignored.push('env.git-credential-helper');
  const parsedPhases: Partial<Record<BuildspecPhaseName, BuildspecPhase>> = {};
  for (const name of ['install', 'pre_build', 'build', 'post_build'] as const) {
    const phase = phases[name];
    if (phase === undefined) continue;
    for (const key of ['runtime-versions', 'run-as'])
      if (phase[key] !== undefined) ignored.push(`phases.${name}.${key}`);
    const onFailure = phase['on-failure'];
    if (onFailure?.startsWith('RETRY') === true) ignored.push(`phases.${name}.on-failure: ${onFailure}`);
    parsedPhases[name] = {
      commands: phase.commands ?? [],
      finally: phase.finally ?? [],
      ...(onFailure === undefined ? {} : { onFailure: toOnFailure(onFailure) }),
    };
  }
  return {
    version: written.version,
    shell: env?.shell === 'bash' ? 'bash' : 'sh',
    variables: env?.variables ?? {},
    parameterStore: env?.['parameter-store'] ?? {},
    secretsManager: env?.['secrets-manager'] ?? {},
    exportedVariables: env?.['exported-variables'] ?? [],
    phases: parsedPhases,
    ...(primary === undefined ? {} : { artifacts: primary }),
    secondaryArtifacts: Object.fromEntries(
      Object.entries(artifacts?.['secondary-artifacts'] ?? {}).map(([name, secondary]) => [
        name,
        toArtifacts(secondary),
      ]),
    ),
    ...(cache?.paths === undefined || cache.paths.length === 0
      ? {}
      : {
          cache: {
            paths: cache.paths,
            ...(cache.key === undefined || cache.key === '' ? {} : { key: cache.key }),
            fallbackKeys: cache['fallback-keys'] ?? [],
            action: cache.action ?? 'both',
          },
        }),
    ignored,
  };
}

const KNOWN_TOP_LEVEL = new Set(['version', 'env', 'phases', 'artifacts', 'cache']);

function toOnFailure(written: string): 'ABORT' | 'CONTINUE' | 'RETRY' {
  if (written === 'ABORT' || written === 'CONTINUE') return written;
  return 'RETRY';
}

interface WrittenArtifacts {
  readonly files: string[];
  readonly 'base-directory'?: string | undefined;
  readonly 'exclude-paths'?: string[] | undefined;
  readonly 'discard-paths'?: boolean | undefined;
  readonly 'enable-symlinks'?: boolean | undefined;
}

function toArtifacts(written: WrittenArtifacts): BuildspecArtifacts {
  const baseDirectory = written['base-directory'];
  return {
    files: written.files,
    ...(baseDirectory === undefined || baseDirectory === '' ? {} : { baseDirectory }),
    excludePaths: written['exclude-paths'] ?? [],
    discardPaths: written['discard-paths'] ?? false,
    enableSymlinks: written['enable-symlinks'] ?? false,
  };
}
