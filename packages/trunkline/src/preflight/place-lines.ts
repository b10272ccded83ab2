// Puts lines to the places of findings: that of the template's text, and that of the app's source.
import { posix } from 'node:path';
import type { Assembly, StackArtifact } from '../model/assembly.js';
import { formatEnvironment } from '../model/environment.js';
import type { Finding, FindingPlace } from '../model/finding.js';
import type { PreflightInput } from './input.js';
import { stepsOf } from './landscape/json-lines.js';
import { TemplateIndex } from './template-index.js';

/** The findings with `file:line` in their places, and where the construct was created, as far as the assembly tells. */
export function withLines(findings: readonly Finding[], input: PreflightInput): Finding[] {
  const indexes = new Map<string, TemplateIndex | undefined>();
  const indexOf: FindIndex = (assembly, file) => {
    const key = `${assembly.directory}\n${file}`;
    if (!indexes.has(key)) {
      const text = input.templateText?.(assembly, file);
      indexes.set(key, text === undefined ? undefined : new TemplateIndex(text));
    }
    return indexes.get(key);
  };
  const paths = new ConstructPaths(input);
  return findings.map((finding) => {
    const place = paths.added(finding.place);
    const file = fileOf(place, input, indexOf);
    const source = place.source ?? sourceOf(place, input);
    return {
      ...finding,
      place: { ...place, ...(file === undefined ? {} : { file }), ...(source === undefined ? {} : { source }) },
    };
  });
}

type FindIndex = (assembly: Assembly, file: string) => TemplateIndex | undefined;

function fileOf(place: FindingPlace, { assembly, beside }: PreflightInput, indexOf: FindIndex): string | undefined {
  const { file, logicalId, jsonPath } = place;
  // Several assemblies may have files of one name.
  const owner = [assembly, ...beside].find(({ stacks }) => stacks.some((stack) => isOf(stack, place)));
  if (file === undefined || owner === undefined) return undefined;
  const named = owner === assembly ? file : posix.relative(assembly.directory, posix.join(owner.directory, file));
  if (jsonPath === undefined && logicalId === undefined) return named;
  const path = jsonPath === undefined ? ['Resources', logicalId ?? ''] : stepsOf(jsonPath);
  const line = indexOf(owner, file)?.lineOf(path);
  return line === undefined ? named : `${named}:${String(line)}`;
}

function isOf({ templateFile, stackName, environment }: StackArtifact, place: FindingPlace): boolean {
  return (
    templateFile === place.file &&
    (place.stackName === undefined || stackName === place.stackName) &&
    (place.environment === undefined || formatEnvironment(environment) === formatEnvironment(place.environment))
  );
}

/** Construct paths by what stacks call their resources, for templates that were synthesized without `aws:cdk:path`. */
class ConstructPaths {
  #byId: ReadonlyMap<string, string> | undefined;

  public constructor(private readonly input: PreflightInput) {}

  public added(place: FindingPlace): FindingPlace {
    const { constructPath, logicalId, file } = place;
    if (constructPath !== undefined || logicalId === undefined || file === undefined) return place;
    const stack = this.input.assembly.stacks.find((each) => isOf(each, place));
    const found = stack === undefined ? undefined : this.#paths().get(`${stack.displayName}\n${logicalId}`);
    return found === undefined ? place : { ...place, constructPath: found };
  }

  #paths(): ReadonlyMap<string, string> {
    return (this.#byId ??= new Map(
      [...this.input.metadata].flatMap(([path, entries]) =>
        entries
          .filter(({ type }) => type === 'aws:cdk:logicalId')
          // A stack in a stage has several names in its path.
          .flatMap(({ data }) => ancestorsOf(path).map((stack) => [`${stack}\n${String(data)}`, path] as const)),
      ),
    ));
  }
}

function ancestorsOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

// `fn (/app/lib/x.ts:12:3)`, or `/app/lib/x.ts:12 (:)`. What begins with dots is cut short: code of libraries.
const FRAME = /^(?!\.\.\.)(?:.*\()?(\/[^()]*?|[A-Za-z]:\\[^()]*?):(\d+)(?::\d+)?(?:\)| \(:\))?$/;

/** The first frame of the app's own code, relative to the folder that the assembly is in. */
function sourceOf({ constructPath }: FindingPlace, { assembly, metadata }: PreflightInput): string | undefined {
  if (constructPath === undefined) return undefined;
  for (const { type, data } of metadata.get(constructPath) ?? []) {
    if (type !== 'aws:cdk:creationStack' || !Array.isArray(data)) continue;
    for (const frame of data as readonly unknown[]) {
      const [, path, line = ''] = typeof frame === 'string' ? (FRAME.exec(frame) ?? []) : [];
      if (path === undefined || path.includes('node_modules')) continue;
      const folder = assembly.directory.slice(0, assembly.directory.search(/[/\\][^/\\]*$/) + 1);
      return `${path.startsWith(folder) ? path.slice(folder.length) : path}:${line}`;
    }
  }
  return undefined;
}
