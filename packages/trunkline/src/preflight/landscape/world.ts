// What the templates of a landscape tell each other: exports, outputs and SSM parameters, by environment.
import { scalarText, type Resolved } from '../../assembly/intrinsics/context.js';
import { formatEnvironment, type Environment } from '../../model/environment.js';
import type { Landscape } from './landscape.js';
import { StackScope } from './stack-scope.js';
import { originOf, type TemplateSource } from './template-source.js';

/** What was not readable. */
export type Unreadable = Landscape['unreadable'][number];

/** Deeper chains of values that refer to each other are given up. */
const LONGEST_CHAIN = 60;

/** All templates, each with its scope. */
export class World {
  readonly #scopes: StackScope[] = [];
  readonly #unreadable = new Map<string, Unreadable>();
  readonly #stacks = new Map<string, StackScope>();
  readonly #exports = new Map<string, Map<string, () => Resolved>>();
  readonly #parameters = new Map<string, Map<string, () => Resolved>>();
  #chain = 0;

  /** Adds templates; a stack that is there already, of the same name in the same environment, stays. */
  public add(sources: readonly TemplateSource[]): readonly StackScope[] {
    const added: StackScope[] = [];
    for (const source of sources) {
      const key = stackKey(source.environment, source.stackName);
      const known = this.#stacks.get(key);
      if (known !== undefined) {
        this.reportTwice(known.source, source);
        continue;
      }
      const scope = new StackScope(source, this);
      this.#stacks.set(key, scope);
      this.#scopes.push(scope);
      added.push(scope);
    }
    // What new templates export or declare is to be found by those that were there before.
    this.#exports.clear();
    this.#parameters.clear();
    return added;
  }

  /** The templates, in the order in which they were added. */
  public get scopes(): readonly StackScope[] {
    return this.#scopes;
  }

  /** Everything that was not readable, each once. */
  public get unreadable(): readonly Unreadable[] {
    return [...this.#unreadable.values()];
  }

  public report(unreadable: Unreadable): void {
    const { origin, problem } = unreadable;
    const key = JSON.stringify([origin.assembly, origin.templateFile, origin.logicalId, problem]);
    if (!this.#unreadable.has(key)) this.#unreadable.set(key, unreadable);
  }

  /** Notes what is wrong with a resource. */
  public reportAt(
    source: TemplateSource,
    logicalId: string,
    problem: string,
    severity: Unreadable['severity'] = 'warning',
  ): void {
    this.report({ origin: originOf(source, logicalId), problem, severity });
  }

  /** Follows a value to the one that it refers to; `undefined` where such steps lead on and on. */
  public follow<T>(step: () => T): T | undefined {
    if (this.#chain >= LONGEST_CHAIN) return undefined;
    this.#chain++;
    try {
      return step();
    } finally {
      this.#chain--;
    }
  }

  public importValue(environment: Environment, name: string): Resolved {
    return this.exportsOf(environment).get(name)?.();
  }

  public output(environment: Environment, stackName: string, outputName: string): Resolved {
    return this.#stacks.get(stackKey(environment, stackName))?.output(outputName);
  }

  /** The value of an SSM parameter that a template declares. */
  public ssmParameter(environment: Environment, name: string): string | undefined {
    return scalarText(this.parametersOf(environment).get(name)?.());
  }

  /** Two assemblies may describe one stack; within one, the later deployment would overwrite the earlier. */
  private reportTwice(first: TemplateSource, second: TemplateSource): void {
    const { kind, stackName, environment, assembly, stack } = second;
    if (assembly === undefined || assembly !== first.assembly || stack === undefined) return;
    this.report({
      origin: { kind, stackName, environment, assembly, templateFile: stack.templateFile },
      problem: `stack ${stackName} is in ${formatEnvironment(environment)} twice; only ${first.stack?.templateFile ?? 'the first'} was read`,
    });
  }

  private exportsOf(environment: Environment): Map<string, () => Resolved> {
    return this.perEnvironment(this.#exports, environment, (scope, found) => {
      for (const [name, output] of scope.exports()) if (!found.has(name)) found.set(name, () => scope.output(output));
    });
  }

  private parametersOf(environment: Environment): Map<string, () => Resolved> {
    return this.perEnvironment(this.#parameters, environment, (scope, found) => {
      for (const id of scope.idsOf('AWS::SSM::Parameter')) {
        const { name } = scope.identity(id);
        if (!found.has(name)) found.set(name, () => scope.property(id, 'Value'));
      }
    });
  }

  private perEnvironment(
    known: Map<string, Map<string, () => Resolved>>,
    environment: Environment,
    collect: (scope: StackScope, found: Map<string, () => Resolved>) => void,
  ): Map<string, () => Resolved> {
    const key = formatEnvironment(environment);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = new Map<string, () => Resolved>();
    // Set first: names may themselves refer to exports.
    known.set(key, found);
    for (const scope of this.#scopes) if (formatEnvironment(scope.source.environment) === key) collect(scope, found);
    return found;
  }
}

function stackKey(environment: Environment, stackName: string): string {
  return `${formatEnvironment(environment)}/${stackName}`;
}
