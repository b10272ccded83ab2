// What a validation plugin of the CDK is handed, and what it answers: the parts of aws-cdk-lib's interfaces that are
// used here, by their shape, so that the engine needs no aws-cdk-lib.
// Source: aws-cdk-lib 2.275.0, core/lib/validation/{validation,report}.d.ts.

/** An `IPolicyValidationContext`. */
export interface ValidationContext {
  /** The absolute paths of all templates. */
  readonly templatePaths: readonly string[];
  readonly appConstruct: {
    /** The app's cloud assembly. Every `Stage` has it, and so every `App`, but not every `IConstruct`. */
    readonly outdir?: string;
    readonly node: { tryGetContext(key: string): unknown };
  };
}

/** A `PolicyViolatingResource`. */
export interface ViolatingResource {
  readonly resourceLogicalId?: string;
  readonly constructPath?: string;
  /** Paths in the resource, such as `Properties.PolicyDocument`. */
  readonly locations: string[];
  readonly templatePath?: string;
}

/** A `PolicyViolation`. */
export interface Violation {
  readonly ruleName: string;
  readonly description: string;
  /** The CDK prints a violation once for each, and not at all where there is none. */
  readonly violatingResources: ViolatingResource[];
  readonly fix?: string;
  readonly severity?: string;
}

/** A `PolicyValidationPluginReport`. */
export interface ValidationReport {
  readonly success: boolean;
  readonly violations: Violation[];
  readonly metadata?: Readonly<Record<string, string>>;
}
