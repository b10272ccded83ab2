// A template's Rules: assertions about parameters, such as CDK's CheckBootstrapVersion.
import type { IntrinsicScope } from '../../assembly/intrinsics/scope.js';
import { isObject, pathOf } from '../../assembly/intrinsics/context.js';
import { evaluateCondition } from '../../assembly/intrinsics/evaluate.js';
import type { Template, TemplateValue } from '../../model/template.js';

/** The assertions that do not hold, one sentence each. */
export function violatedRules(template: Template, scope: IntrinsicScope): string[] {
  return Object.entries(template.Rules ?? {}).flatMap(([name, rule]) => {
    if (!isObject(rule)) return [];
    const when = rule.RuleCondition;
    if (when !== undefined && !evaluateCondition(when, scope, pathOf('Rules', name, 'RuleCondition'))) return [];
    const assertions = Array.isArray(rule.Assertions) ? (rule.Assertions as readonly TemplateValue[]) : [];
    return assertions.flatMap((assertion, index) => {
      if (!isObject(assertion) || assertion.Assert === undefined) return [];
      const path = pathOf('Rules', name, 'Assertions', index, 'Assert');
      if (evaluateCondition(assertion.Assert, scope, path)) return [];
      const description = assertion.AssertDescription;
      return [
        `Rule ${name} is violated: ${typeof description === 'string' ? description : 'an assertion does not hold'}`,
      ];
    });
  });
}
