// What one stack sees of all the others: exports, SSM parameters, outputs, names that are taken.
import { lstatSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { scalarText } from '../assembly/intrinsics/context.js';
import { formatEnvironment, type Environment } from '../model/environment.js';
import type { CheckWorld } from './resources/quirk.js';
import type { StoredStack } from './stored-stack.js';

/** An export, and the stack that has it. */
export interface Export {
  readonly value: string;
  readonly stackName: string;
}

/** The state around a deployment, at one instant. */
export interface World extends CheckWorld {
  /** The export of that name in an account and region. */
  findExport(environment: Environment, name: string): Export | undefined;
  /** Names of the stacks that import an export. */
  importersOf(environment: Environment, exportName: string): readonly string[];
  /** The value of an SSM parameter that a stack of the twin created. */
  ssmParameter(environment: Environment, name: string): string | undefined;
  /** A plain output of a stack. */
  output(environment: Environment, stackName: string, outputName: string): string | undefined;
  /** The id of the stack that has a resource of this type and physical id already. */
  ownerOf(environment: Environment, type: string, physicalId: string): string | undefined;
}

/** The world of a twin: computed from its stacks whenever it is asked. */
export class TwinWorld implements World {
  /**
   * @param directory the twin's folder, whose `<account>/<region>/buckets/<bucket>/<key>` are the published objects
   */
  public constructor(
    private readonly directory: string,
    private readonly stacks: ReadonlyMap<string, StoredStack>,
  ) {}

  public findExport(environment: Environment, name: string): Export | undefined {
    for (const { stack } of this.inEnvironment(environment)) {
      const value = Object.hasOwn(stack.exports, name) ? stack.exports[name] : undefined;
      if (value !== undefined) return { value, stackName: stack.stackName };
    }
    return undefined;
  }

  public importersOf(environment: Environment, exportName: string): readonly string[] {
    return this.inEnvironment(environment)
      .filter(({ stack }) => stack.imports.includes(exportName))
      .map(({ stack }) => stack.stackName);
  }

  public ssmParameter(environment: Environment, name: string): string | undefined {
    for (const { stack } of this.inEnvironment(environment)) {
      for (const { type, physicalId, properties } of Object.values(stack.resources)) {
        if (type === 'AWS::SSM::Parameter' && physicalId === name) return scalarText(properties.Value);
      }
    }
    return undefined;
  }

  public output(environment: Environment, stackName: string, outputName: string): string | undefined {
    const stored = this.stacks.get(stackKey(environment, stackName));
    return stored && Object.hasOwn(stored.stack.outputs, outputName) ? stored.stack.outputs[outputName] : undefined;
  }

  public ownerOf(environment: Environment, type: string, physicalId: string): string | undefined {
    // S3's names are global; IAM has no regions.
    const scope = type === 'AWS::S3::Bucket' ? 'global' : type.startsWith('AWS::IAM::') ? 'account' : 'region';
    for (const { stack } of this.stacks.values()) {
      const { account, region } = stack.environment;
      if (scope !== 'global' && account !== environment.account) continue;
      if (scope === 'region' && region !== environment.region) continue;
      for (const resource of Object.values(stack.resources)) {
        if (resource.type === type && resource.physicalId === physicalId) return stack.stackId;
      }
    }
    return undefined;
  }

  public objectExists({ account, region }: Environment, bucket: string, key: string): boolean {
    const buckets = resolve(this.directory, account, region, 'buckets');
    const file = join(buckets, bucket, key);
    // Bucket and key come from a template: neither may lead out of the store.
    if (!file.startsWith(join(buckets, bucket) + sep) || !join(buckets, bucket).startsWith(buckets + sep)) return false;
    return lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  }

  private inEnvironment(environment: Environment): StoredStack[] {
    const where = formatEnvironment(environment);
    return [...this.stacks.values()].filter(({ stack }) => formatEnvironment(stack.environment) === where);
  }
}

/** The key of a stack among all stacks of a twin: `account/region/name`. */
export function stackKey(environment: Environment, stackName: string): string {
  return `${formatEnvironment(environment)}/${stackName}`;
}
