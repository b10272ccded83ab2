// What the evaluator asks for while it resolves a template's intrinsic functions.
import type { TemplateValue } from '../../model/template.js';

/** What `Fn::GetStackOutput` names: a plain output of any stack. */
export interface StackOutputRequest {
  readonly stackName: string;
  readonly outputName: string;
  /** The region of the stack that has the output; the template's own where it is absent. */
  readonly region?: string;
  /** The role that reads the output; its account is the account of the stack that has it. */
  readonly roleArn?: string;
}

/** A `{{resolve:ssm:name:version}}` that is to be replaced by its value. */
export interface DynamicReference {
  /** The parameter's name, such as `/services/vpc-id`. */
  readonly name: string;
  /** The wanted version; the latest where it is absent. */
  readonly version?: string;
}

/**
 * Supplies the values that a template refers to. `undefined` means that there is no such thing;
 * the evaluator then names the intrinsic, the place and the missing thing.
 * A scope that wants unknown values to survive returns a marker of its own in their place.
 */
export interface IntrinsicScope {
  /** The physical id that `Ref` gives for a resource. */
  ref(logicalId: string): TemplateValue | undefined;
  /** An attribute of a resource; the name is dotted where the template dots it. */
  getAtt(logicalId: string, attribute: string): TemplateValue | undefined;
  /** A parameter's value: a list for the list types. */
  parameter(name: string): TemplateValue | undefined;
  /** A pseudo parameter by its full name, such as `AWS::Region`; `AWS::NoValue` is never asked for. */
  pseudoParameter(name: string): TemplateValue | undefined;
  /** Whether a condition of the template holds. */
  condition(name: string): boolean | undefined;
  /** A value of the template's `Mappings`. */
  mapping(mapName: string, topLevelKey: string, secondLevelKey: string): TemplateValue | undefined;
  /** The value of an export of the same account and region. */
  importValue(exportName: string): TemplateValue | undefined;
  /** The value of a plain stack output. */
  stackOutput(request: StackOutputRequest): TemplateValue | undefined;
  /** The names of a region's availability zones. */
  availabilityZones(region: string): readonly string[] | undefined;
  /** The value of a plain SSM parameter. Secure references are never asked for. */
  dynamicReference(reference: DynamicReference): string | undefined;
}
