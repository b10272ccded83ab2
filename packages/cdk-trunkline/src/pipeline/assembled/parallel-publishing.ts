// Makes the builds that publish assets work in parallel: CDK Pipelines has them run one command after the other.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';
import { publishingScript, type AssetKind } from './publishing-script';

/**
 * What CDK Pipelines writes for an asset and a destination. cdk-assets publishes one after the other, however many it is
 * given, and has no option for anything else. Source: cdk-assets 4.7.3, publish: AssetPublishing without
 * `publishInParallel`.
 */
const PUBLISH = /^cdk-assets --path "([^"]+)" --verbose publish "([^":]+):[^":]+"$/;

/**
 * The longest command, in characters: Linux takes no argument of a program over 128 KiB (unsure: whether a build passes
 * its commands as arguments).
 */
const LONGEST_COMMAND = 60_000;

interface Buildspec {
  readonly phases: Readonly<Record<string, { readonly commands?: readonly string[] }>>;
}

/** The parts of an asset manifest that are read here. Source: cloud-assembly-schema, AssetManifest. */
interface AssetManifest {
  readonly files?: Readonly<Record<string, { readonly source: { readonly executable?: readonly string[] } }>>;
  readonly dockerImages?: Readonly<Record<string, unknown>>;
}

/**
 * Rewrites the buildspecs of a pipeline's asset builds, which CDK Pipelines has just written into the cloud assembly. An
 * execution reads them from there, so that no self-update has to notice. A build with anything else in it than CDK's own
 * commands, and one on Windows, stays as it is.
 *
 * @param pipeline a pipeline that is built, and whose `publishAssetsInParallel` is false
 */
export function publishInParallel(pipeline: CodePipeline): void {
  const { root } = pipeline.node;
  const projects = pipeline.node.tryFindChild('Assets')?.node.findAll() ?? [];
  if (!Stage.isStage(root)) return;
  const manifests = new Manifests(root.outdir);
  for (const project of projects.filter((each) => each instanceof CfnProject)) {
    const { source, environment } = project.stack.resolve({
      source: project.source,
      environment: project.environment,
    }) as { source: CfnProject.SourceProperty; environment: CfnProject.EnvironmentProperty };
    if (source.buildSpec?.endsWith('.yaml') !== true || environment.type.startsWith('WINDOWS')) continue;
    const file = join(root.outdir, source.buildSpec);
    const buildspec = JSON.parse(readFileSync(file, 'utf8')) as Buildspec;
    const commands = inParallel(buildspec.phases['build']?.commands ?? [], manifests);
    if (commands === undefined) continue;
    const phases = { ...buildspec.phases, build: { ...buildspec.phases['build'], commands } };
    writeFileSync(file, JSON.stringify({ ...buildspec, phases }, undefined, 2));
  }
}

/** The commands to run in place of CDK's; undefined where those stay. */
function inParallel(commands: readonly string[], manifests: Manifests): string[] | undefined {
  const turns = new Map<string, string[]>();
  const kinds = new Set<AssetKind>();
  for (const command of commands) {
    const [, path, assetId] = PUBLISH.exec(command) ?? [];
    if (path === undefined || assetId === undefined) return undefined;
    kinds.add(manifests.kindOf(path, assetId));
    const key = manifests.turnOf(path, assetId);
    turns.set(key, [...(turns.get(key) ?? []), command]);
  }
  const kind: AssetKind = kinds.has('images') ? 'images' : 'files';
  return turns.size < 2 ? undefined : parts([...turns.values()]).map((part) => publishingScript(part, kind));
}

/** The turns in as few commands as their length allows. */
function parts(turns: readonly string[][]): string[][][] {
  const result: string[][][] = [];
  let length = Infinity;
  for (const turn of turns) {
    const more = turn.join().length;
    if (length + more > LONGEST_COMMAND) {
      result.push([]);
      length = 0;
    }
    result.at(-1)?.push(turn);
    length += more;
  }
  return result;
}

/** The asset manifests of a cloud assembly, each read once. */
class Manifests {
  readonly #directory: string;
  readonly #read = new Map<string, AssetManifest>();

  public constructor(directory: string) {
    this.#directory = directory;
  }

  public kindOf(path: string, assetId: string): AssetKind {
    return this.#manifest(path).dockerImages?.[assetId] === undefined ? 'files' : 'images';
  }

  /**
   * Equal for what must not be published at the same time: an image is built once for all its destinations, under a name
   * that its id gives it on the machine; a program that makes an asset may write the same file each time; a zip is kept
   * in a folder beside its manifest.
   */
  public turnOf(path: string, assetId: string): string {
    const madeOnce =
      this.kindOf(path, assetId) === 'images' || this.#manifest(path).files?.[assetId]?.source.executable !== undefined;
    return madeOnce ? assetId : `${posix.dirname(path)}/${assetId}`;
  }

  #manifest(path: string): AssetManifest {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const manifest = JSON.parse(readFileSync(join(this.#directory, path), 'utf8')) as AssetManifest;
    this.#read.set(path, manifest);
    return manifest;
  }
}
