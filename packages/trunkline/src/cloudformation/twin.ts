// The front door of the CloudFormation twin: stacks of every account and region, on disk.
import type { Environment } from '../model/environment.js';
import { TrunklineError } from '../model/errors.js';
import type { ChangeSet, Stack, StackOperation } from '../model/stack.js';
import { STANDING_ASSUMPTIONS } from './bootstrap.js';
import { deleteOperation } from './deployment/deletion.js';
import { Operations, type Draft } from './deployment/operations.js';
import type { ChangeSetRequest, StackRequest } from './request.js';
import { ResourceIndex } from './spec/resource-index.js';
import { TwinStore } from './store.js';
import type { StoredStack } from './stored-stack.js';
import { stackKey, TwinWorld } from './world.js';

/**
 * Deploys CloudFormation templates in process, faithful to CloudFormation itself: parameters, conditions, order,
 * change sets, exports, updates, replacements, rollbacks, deletions, and well-formed physical ids and attributes.
 * It does not emulate the services behind the resources: no bucket, function or cluster exists because of it,
 * nothing checks a property's value, and no permission is asked.
 *
 * What a user got wrong in a template comes back as a failed change set or operation with CloudFormation's wording;
 * only a broken state folder or an impossible name is thrown, as TrunklineError.
 *
 * Operations of one twin run one after the other, so that each sees the exports of all stacks at one instant.
 * Only one process may have a twin open for writing.
 */
export class Twin {
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly directory: string,
    private readonly store: TwinStore,
    private readonly stacks: Map<string, StoredStack>,
  ) {}

  /**
   * Opens the twin in a folder; one that does not exist yet is an empty twin, and is created by the first deployment.
   *
   * @param directory such as `.trunkline/twin`
   * @throws TrunklineError `TwinStateUnreadable`
   */
  public static async open(directory: string): Promise<Twin> {
    const store = new TwinStore(directory);
    return new Twin(directory, store, await store.readAll());
  }

  /** A stack at rest; `undefined` where there is none of that name. */
  public describeStack(environment: Environment, stackName: string): Stack | undefined {
    return this.stacks.get(stackKey(environment, stackName))?.stack;
  }

  /** All stacks, by account, region and name. */
  public listStacks(): readonly Stack[] {
    return [...this.stacks.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, { stack }]) => stack);
  }

  /** What the twin took for granted, once for all and in the stacks that it has. */
  public assumptions(): string[] {
    const found = [...this.stacks.values()].flatMap(({ assumptions }) => assumptions);
    return [...new Set([...STANDING_ASSUMPTIONS, ...found])];
  }

  /**
   * Prepares a change set, replacing one of the same name; the stack's resources stay as they are.
   * Without differences it is FAILED with `noChanges`, as in CloudFormation; executing it then is no error.
   */
  public createChangeSet(request: ChangeSetRequest): Promise<ChangeSet> {
    return this.change(request.environment, request.stackName, (operations, current) =>
      operations.createChangeSet(request, current),
    );
  }

  /** Executes a change set. Doing so again, after a crash, changes nothing. */
  public executeChangeSet(environment: Environment, stackName: string, changeSetName: string): Promise<StackOperation> {
    return this.change(environment, stackName, (operations, current) =>
      operations.executeChangeSet(stackName, changeSetName, current),
    );
  }

  /** Creates or updates a stack in one step. */
  public deployStack(request: StackRequest): Promise<StackOperation> {
    return this.change(request.environment, request.stackName, (operations, current) =>
      operations.deployStack(request, current),
    );
  }

  /** Deletes a stack; refused while another stack imports one of its exports. An absent stack is no error. */
  public deleteStack(environment: Environment, stackName: string): Promise<StackOperation> {
    return this.change(environment, stackName, (_operations, current, world) => deleteOperation(current, world));
  }

  private change<R>(
    environment: Environment,
    stackName: string,
    work: (operations: Operations, current: StoredStack | undefined, world: TwinWorld) => Draft<R>,
  ): Promise<R> {
    const result = this.queue.then(async () => {
      checkNames(environment, stackName);
      const index = await ResourceIndex.load();
      const world = new TwinWorld(this.directory, this.stacks);
      const key = stackKey(environment, stackName);
      const file = this.store.fileOf(environment, stackName);
      const draft = work(new Operations(world, index, file), this.stacks.get(key), world);
      // On disk first: nobody may rely on a state that a kill could take back.
      if (draft.kind === 'store') {
        await this.store.write(draft.stored);
        this.stacks.set(key, draft.stored);
      } else if (draft.kind === 'remove') {
        await this.store.remove(environment, stackName);
        this.stacks.delete(key);
      }
      return draft.result;
    });
    this.queue = result.catch(() => undefined);
    return result;
  }
}

/** Names become paths of files, and come from assemblies that nobody vouches for. */
function checkNames({ account, region }: Environment, stackName: string): void {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stackName)) {
    throw new TrunklineError(
      'TemplateInvalid',
      `Stack name '${stackName}' is invalid: it must match [a-zA-Z][-a-zA-Z0-9]* and have at most 128 characters`,
    );
  }
  for (const name of [account, region]) {
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(name)) {
      throw new TrunklineError('TemplateInvalid', `'${name}' of stack ${stackName} is no account or region`);
    }
  }
}
