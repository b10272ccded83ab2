// A template's Conditions with three answers: one that hangs on a value which only a deployment tells is open.
import { intrinsicError, isObject, pathOf, type TemplatePath } from '../../assembly/intrinsics/context.js';
import { evaluate, evaluateCondition } from '../../assembly/intrinsics/evaluate.js';
import type { IntrinsicScope } from '../../assembly/intrinsics/scope.js';
import type { Template, TemplateValue } from '../../model/template.js';
import { sameText } from '../iam/arn.js';
import { DEEPEST, isTooDeep } from './depth.js';
import { failureOf } from './failure.js';

/** Whether a condition holds; `undefined` where that is open. */
export type Truth = boolean | undefined;

/** Judges conditions by name, each once. */
export class TemplateConditions {
  private readonly known = new Map<string, Truth>();
  private readonly judging = new Set<string>();

  public constructor(
    private readonly template: Template,
    private readonly scope: IntrinsicScope,
    private readonly report: (problem: string) => void,
  ) {}

  /** Whether the template declares a condition of this name. */
  public has(name: string): boolean {
    return isObject(this.template.Conditions) && Object.hasOwn(this.template.Conditions, name);
  }

  /** Whether a condition holds; open as well where it cannot be read, which is reported. */
  public holds(name: string): Truth {
    if (this.known.has(name)) return this.known.get(name);
    const truth = this.judgeNamed(name);
    this.known.set(name, truth);
    return truth;
  }

  private judgeNamed(name: string): Truth {
    if (!this.has(name)) {
      this.report(`the template has no condition '${name}'`);
      return undefined;
    }
    if (this.judging.has(name)) {
      this.report(`Circular dependency between conditions: ${name} depends on itself`);
      return undefined;
    }
    const expression = this.template.Conditions?.[name] ?? null;
    if (isTooDeep(expression)) {
      this.report(`condition '${name}' is nested deeper than ${DEEPEST} levels`);
      return undefined;
    }
    this.judging.add(name);
    try {
      return this.judge(expression, pathOf('Conditions', name));
    } catch (error) {
      this.report(failureOf(error, `condition '${name}'`));
      return undefined;
    } finally {
      this.judging.delete(name);
    }
  }

  private judge(value: TemplateValue, path: TemplatePath): Truth {
    const [first, ...others] = isObject(value) ? Object.entries(value) : [];
    if (first === undefined || others.length > 0) return evaluateCondition(value, this.scope, path);
    const [name, argument] = first;
    const at = { parent: path, key: name };
    const items = Array.isArray(argument) ? (argument as readonly TemplateValue[]) : [];
    const truths = (): Truth[] => items.map((item, key) => this.judge(item, { parent: at, key }));
    switch (name) {
      case 'Condition':
        if (typeof argument !== 'string') throw intrinsicError(name, at, 'takes the name of a condition');
        return this.holds(argument);
      case 'Fn::Not':
        return items.length === 1 ? negated(truths()[0]) : evaluateCondition(value, this.scope, path);
      case 'Fn::And':
        return items.length === 0 ? evaluateCondition(value, this.scope, path) : all(truths());
      case 'Fn::Or':
        return items.length === 0
          ? evaluateCondition(value, this.scope, path)
          : negated(all(truths().map((truth) => negated(truth))));
      case 'Fn::Equals':
        return items.length === 2 ? this.equal(items, at) : evaluateCondition(value, this.scope, path);
      default:
        return evaluateCondition(value, this.scope, path);
    }
  }

  private equal(items: readonly TemplateValue[], path: TemplatePath): Truth {
    const [left = '', right = ''] = items.map((item, key) => {
      const value = evaluate(item, this.scope, { parent: path, key });
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    });
    const { kind } = sameText(left, right);
    return kind === 'unknown' ? undefined : kind === 'yes';
  }
}

function negated(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
}
