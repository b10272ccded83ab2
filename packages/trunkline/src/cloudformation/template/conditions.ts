// A template's Conditions, each evaluated once, on demand.
import { TrunklineError } from '../../model/errors.js';
import type { Template } from '../../model/template.js';
import { pathOf } from '../../assembly/intrinsics/context.js';
import { evaluateCondition } from '../../assembly/intrinsics/evaluate.js';
import type { IntrinsicScope } from '../../assembly/intrinsics/scope.js';

/** Evaluates conditions by name; a condition may use others, and none itself. */
export class Conditions {
  private readonly known = new Map<string, boolean>();
  private readonly evaluating = new Set<string>();

  public constructor(private readonly template: Template) {}

  /** Whether a condition holds; `undefined` where the template has none of that name. */
  public holds(name: string, scope: IntrinsicScope): boolean | undefined {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const conditions = this.template.Conditions ?? {};
    const expression = Object.hasOwn(conditions, name) ? conditions[name] : undefined;
    if (expression === undefined) return undefined;
    if (this.evaluating.has(name)) {
      throw new TrunklineError('TemplateInvalid', `Circular dependency between conditions: ${name} depends on itself`);
    }
    this.evaluating.add(name);
    const holds = evaluateCondition(expression, scope, pathOf('Conditions', name));
    this.evaluating.delete(name);
    this.known.set(name, holds);
    return holds;
  }
}
