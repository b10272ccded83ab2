// What preflight finds: obligations with their verdicts, and findings with their remedies.
import type { Environment } from './environment.js';

/** How grave a finding is: an `error` would fail on AWS; a `warning` may; an `info` is only to be known. */
export type Severity = 'error' | 'warning' | 'info';

/** Where something is written. */
export interface FindingPlace {
  /** The construct path, such as `Services/Pipeline/Role/DefaultPolicy`; absent where nothing tells it. */
  readonly constructPath?: string;
  /** The stack's name in CloudFormation; absent where the place is no stack, as with a file of the project. */
  readonly stackName?: string;
  readonly environment?: Environment;
  readonly logicalId?: string;
  /** The file that the place is in, relative to the app's assembly, with the line, such as `Services.template.json:120`. */
  readonly file?: string;
  /** Where the construct was created in the app's source, such as `lib/pipeline.ts:12`, where the assembly tells it. */
  readonly source?: string;
  /** The ARN of what was read from its account, and is in no file. */
  readonly arn?: string;
  /** The path inside the file, such as `Resources.Role.Properties.AssumeRolePolicyDocument.Statement[0]`. */
  readonly jsonPath?: string;
}

/** How to mend what was found. */
export interface Remedy {
  /** What to do, in a sentence or two. */
  readonly text: string;
  /** The policy statement to add, or several, as JSON has it, in the form that scales. */
  readonly statement?: Readonly<Record<string, unknown>> | readonly Readonly<Record<string, unknown>>[];
  /** The command to run. */
  readonly command?: string;
}

/** Why somebody lets a finding stand. */
export interface Acknowledgement {
  readonly reason: string;
  /** Where it was said: `.trunklinerc.json`, or a construct path. */
  readonly where: string;
}

/** One finding: one cause, with everything that it explains. */
export interface Finding {
  /** Stable, in kebab case, such as `role-trust`: what `trunkline explain` and acknowledgements name. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong: who, what, on what, and which side refuses. */
  readonly problem: string;
  readonly place: FindingPlace;
  /** What would happen on AWS. */
  readonly consequence: string;
  readonly remedy: Remedy;
  /** The ids of the obligations that fail for this cause; none for a rule that is no proof. */
  readonly explains: readonly string[];
  readonly acknowledged?: Acknowledgement;
}

/** Proved, refuted, or unproven with its reason: unknown is never folded into pass. */
export type Verdict =
  | { readonly kind: 'proved'; /** Such as that a key was named by its alias. */ readonly note?: string }
  | { readonly kind: 'refuted'; readonly why: string }
  | { readonly kind: 'unproven'; readonly why: string };

/** One thing that one role has to be able to do, for one action of a pipeline. */
export interface ObligationVerdict {
  /** Unique in a run and stable between runs. */
  readonly id: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly action: string;
  /** Which link of the chain it is, such as `the deploy role reads the artifact`. */
  readonly step: string;
  /**
   * ARN of the role, or name of the service; what only a deployment tells is named, as
   * `<Services-Dev.Role in 222222222222/eu-central-1>`.
   */
  readonly principal: string;
  /** The API call, such as `s3:GetObject`. */
  readonly call: string;
  /** Its ARN, with names as in `principal`. */
  readonly resource: string;
  readonly verdict: Verdict;
}

/** What a preflight came to. */
export interface PreflightResult {
  readonly format: 'trunkline-preflight/1';
  readonly tool: { readonly name: 'trunkline'; readonly version: string };
  /** What the proof is relative to, to be printed with every result. */
  readonly assumptions: readonly string[];
  readonly obligations: readonly ObligationVerdict[];
  readonly findings: readonly Finding[];
  readonly summary: {
    readonly pipelines: number;
    readonly proved: number;
    readonly refuted: number;
    readonly unproven: number;
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly acknowledged: number;
  };
}
