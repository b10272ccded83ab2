// What there is to read: the roles, buckets, keys and environments that the proof of the pipelines comes upon.
import type { Assembly, StackArtifact } from '../model/assembly.js';
import { parseArn } from '../preflight/iam/arn.js';
import { hasHole } from '../preflight/iam/unresolved.js';
import type { PreflightInput } from '../preflight/input.js';
import type { BootstrapState, Landscape, Origin } from '../preflight/landscape/landscape.js';
import { dutiesOf } from '../preflight/proof/duties.js';
import { isForegone, type Obligation } from '../preflight/proof/obligation.js';
import type { NamedBucket } from './buckets.js';
import type { NamedKey } from './keys.js';
import type { Environment } from '../model/environment.js';

/** A role that something names. */
export interface NamedRole {
  readonly arn: string;
  /** Its account, and a region to ask in. */
  readonly place: Environment;
}

/** Everything that is to be read. */
export interface Named {
  /** Of all pipelines, such as `aws`. */
  readonly partition: string;
  readonly environments: readonly BootstrapState[];
  readonly roles: readonly NamedRole[];
  readonly buckets: readonly NamedBucket[];
  readonly keys: readonly NamedKey[];
}

/**
 * What the pipelines' obligations name, each once. Left out is what the pipelines deploy themselves, which will be as its
 * template says by the time that it matters, and what has a name that only a deployment tells.
 */
export function namedBy(landscape: Landscape, input: PreflightInput): Named {
  const delivered = deliveredTemplates(landscape, [input.assembly, ...input.beside]);
  const isOurs = (origin: Origin | undefined): boolean =>
    origin?.kind === 'template' && delivered.has(keyOf(origin.assembly, origin.templateFile));
  const roles = new Map<string, NamedRole>();
  const buckets = new Map<string, NamedBucket>();
  const keys = new Map<string, NamedKey>();
  let partition = 'aws';
  for (const declared of landscape.pipelines) {
    partition = parseArn(declared.arn)?.partition ?? partition;
    const { region } = declared.pipeline.declaredAt.environment;
    for (const duty of dutiesOf(landscape, declared, input)) {
      if (isForegone(duty)) continue;
      const { target } = duty;
      for (const arn of rolesOf(duty)) {
        const account = parseArn(arn)?.account ?? '';
        if (isReadable(arn, account) && !isOurs(landscape.role(arn)?.origin)) {
          roles.set(arn, { arn, place: { account, region } });
        }
      }
      if (target.kind === 'bucket' && isReadable(target.name, target.account)) {
        const { name, account } = target;
        if (!isOurs(landscape.bucket(name)?.origin)) buckets.set(name, { name, partition, place: { account, region } });
      }
      if (target.kind === 'key' && isReadable(target.id, target.account) && !hasHole(target.region)) {
        const { id, ...place } = { id: target.id, account: target.account, region: target.region };
        if (!isOurs(landscape.key(id, place)?.origin))
          keys.set(`${id} ${place.account}/${place.region}`, { id, partition, place });
      }
    }
  }
  return {
    partition,
    environments: landscape.bootstraps,
    roles: [...roles.values()],
    buckets: [...buckets.values()],
    keys: [...keys.values()],
  };
}

function rolesOf({ caller, target, calls, resource }: Obligation): string[] {
  const named = [
    ...(caller.kind === 'role' ? [caller.arn] : []),
    ...(target.kind === 'role' ? [target.arn] : []),
    ...(calls.includes('iam:PassRole') ? [resource] : []),
  ];
  return named.filter((arn) => /^arn:[^:]*:iam::\d{12}:role\/[^*?]+$/.test(arn));
}

function isReadable(name: string, account: string): boolean {
  return name !== '' && !hasHole(name) && /^\d{12}$/.test(account);
}

/**
 * The templates that the pipelines deploy: those of their stages, their own, and those that `cdk deploy` of their own takes
 * along. Source: aws-cdk-cli, `cdk deploy`, which deploys dependencies unless `--exclusively` is given.
 */
function deliveredTemplates(landscape: Landscape, assemblies: readonly Assembly[]): ReadonlySet<string> {
  const own = new Set(landscape.pipelines.map(({ stack }) => stack));
  const found = new Set<string>();
  for (const { directory, stacks } of assemblies) {
    const deployed = stacks.filter((stack) => stack.nestedIn !== '' || own.has(stack));
    const byId = new Map(stacks.map((stack) => [idOf(stack, stack.artifactId), stack]));
    const waiting = [...deployed];
    const seen = new Set(waiting);
    for (let stack = waiting.pop(); stack !== undefined; stack = waiting.pop()) {
      found.add(keyOf(directory, stack.templateFile));
      for (const id of stack.dependencies) {
        const dependency = byId.get(idOf(stack, id));
        if (dependency === undefined || seen.has(dependency)) continue;
        seen.add(dependency);
        waiting.push(dependency);
      }
    }
  }
  return found;
}

function idOf({ nestedIn }: StackArtifact, artifactId: string): string {
  return `${nestedIn}/${artifactId}`;
}

function keyOf(assembly = '', templateFile = ''): string {
  return `${assembly}|${templateFile}`;
}
