// A stack's outputs, and the exports that other stacks rely on.
import { isDeepStrictEqual } from 'node:util';
import { pathOf, scalarText } from '../../assembly/intrinsics/context.js';
import { evaluate } from '../../assembly/intrinsics/evaluate.js';
import { TrunklineError } from '../../model/errors.js';
import type { Stack } from '../../model/stack.js';
import type { Template, TemplateValue } from '../../model/template.js';
import { activeIds, type Deployable } from '../template/prepare.js';
import type { StackScope } from '../template/scope.js';
import type { World } from '../world.js';

/** Outputs and exports as they will be. */
export interface PlannedOutputs {
  readonly outputs: Readonly<Record<string, string>>;
  /** Export name to value. */
  readonly exports: Readonly<Record<string, string>>;
  readonly outputsChanged: boolean;
  /** Why the exports cannot become so. */
  readonly exportFailure?: string;
}

/** Evaluates the outputs once all resources are in the scope. */
export function planOutputs(
  template: Template,
  scope: StackScope,
  { environment, stackName }: Deployable,
  present: Stack | undefined,
  world: World,
): PlannedOutputs {
  const outputs: Record<string, string> = {};
  const exports: Record<string, string> = {};
  const declared = template.Outputs ?? {};
  const failures: string[] = [];
  const active = new Set(activeIds(declared, (name) => scope.condition(name), 'Outputs'));
  for (const [key, output] of Object.entries(declared)) {
    if (!active.has(key)) continue;
    const value = text(output.Value, scope, ['Outputs', key, 'Value']);
    outputs[key] = value;
    if (output.Export === undefined) continue;
    const name = text(output.Export.Name, scope, ['Outputs', key, 'Export', 'Name']);
    const other = world.findExport(environment, name);
    if (Object.hasOwn(exports, name)) failures.push(`Duplicate Export names: [${name}]`);
    if (other && other.stackName !== stackName) {
      failures.push(`Export with name ${name} is already exported by stack ${other.stackName}`);
    }
    exports[name] = value;
  }
  for (const [name, value] of Object.entries(present?.exports ?? {})) {
    if (exports[name] === value) continue;
    const importers = world.importersOf(environment, name);
    if (importers.length === 0) continue;
    const verb = Object.hasOwn(exports, name) ? 'updated' : 'deleted';
    failures.push(`Export ${name} cannot be ${verb} as it is in use by ${importers.join(', ')}`);
  }
  return {
    outputs,
    exports,
    outputsChanged: !isDeepStrictEqual([outputs, exports], [present?.outputs ?? {}, present?.exports ?? {}]),
    ...(failures.length > 0 && { exportFailure: failures.join('; ') }),
  };
}

function text(value: TemplateValue | undefined, scope: StackScope, path: string[]): string {
  const result = value === undefined ? undefined : scalarText(evaluate(value, scope, pathOf(...path)));
  if (result !== undefined) return result;
  throw new TrunklineError('TemplateInvalid', `Template format error: ${path.join('.')} must be a string`);
}
