// The stack around one construct, in an app of its own, for tests that need neither the project's app nor an account.
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { SynthesisMessage } from 'aws-cdk-lib/cx-api';

/** Properties of a test stack: those of every stack, and what the app would bring. */
export interface ConstructTestStackProps extends StackProps {
  /**
   * The context of the app, as in cdk.json, such as feature flags. The project's cdk.json is not read.
   *
   * @default - none
   */
  readonly context?: Record<string, unknown>;

  /**
   * The availability zones that the stack has, so that a VPC needs no lookup.
   *
   * @default - `a` and `b` of the region, where `env` names it; otherwise what CloudFormation's Fn::GetAZs returns
   */
  readonly zones?: string[];
}

/**
 * A stack around one construct, so that it can be synthesized and asserted on alone, in a given environment.
 *
 * It has an app of its own, without the validation of templates that CDK does by default, which takes seconds.
 *
 * ```ts
 * import { Match } from 'aws-cdk-lib/assertions';
 * import { ConstructTestStack, S3Bucket } from 'cdk-trunkline';
 * import { expect, test } from 'vitest';
 *
 * test('the reports are encrypted, and nothing is wrong with them', () => {
 *   const stack = new ConstructTestStack({ env: { account: '111122223333', region: 'eu-central-1' } });
 *   new S3Bucket(stack, 'Reports', { kms: true });
 *   stack.template().hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
 *   stack.template().hasOutput('ReportsBucketName', Match.anyValue());
 *   expect(stack.errors()).toEqual([]);
 * });
 * ```
 *
 * In Python, with pytest:
 *
 * ```python
 * from aws_cdk import Environment
 * from aws_cdk.assertions import Match
 * from cdk_trunkline import ConstructTestStack, S3Bucket
 *
 *
 * def test_the_reports_are_encrypted_and_nothing_is_wrong_with_them():
 *     stack = ConstructTestStack(env=Environment(account="111122223333", region="eu-central-1"))
 *     S3Bucket(stack, "Reports", kms=True)
 *     stack.template().has_resource_properties("AWS::KMS::Key", {"EnableKeyRotation": True})
 *     stack.template().has_output("ReportsBucketName", Match.any_value())
 *     assert stack.errors() == []
 * ```
 *
 * cdk-nag is added to it as to any stack's app, `Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks())`;
 * `template()` then throws what it finds.
 */
export class ConstructTestStack extends Stack {
  readonly #app: App;
  readonly #zones: string[] | undefined;

  /**
   * @param props environment and context; the stack is called `Test` unless it is given a name
   */
  public constructor(props: ConstructTestStackProps = {}) {
    const { context, zones, ...stackProps } = props;
    const app = new App({
      ...(context === undefined ? {} : { context }),
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    });
    super(app, 'Test', stackProps);
    this.#app = app;
    this.#zones = zones ?? (props.env?.region === undefined ? undefined : ['a', 'b'].map((z) => `${this.region}${z}`));
  }

  /** The availability zones, named rather than looked up. */
  public override get availabilityZones(): string[] {
    return this.#zones ?? super.availabilityZones;
  }

  /**
   * Synthesizes the app, with all that was added to it until now.
   *
   * @returns the template of the stack
   * @throws what constructs and validations refuse
   */
  public template(): Template {
    this.#synthesize();
    return Template.fromStack(this);
  }

  /**
   * The errors that constructs have annotated, and for which `cdk deploy` would stop.
   *
   * @returns each as `<construct path>: <message>`
   */
  public errors(): string[] {
    this.#synthesize();
    return Annotations.fromStack(this).findError('*', Match.anyValue()).map(asText);
  }

  /**
   * The warnings that constructs have annotated.
   *
   * @returns each as `<construct path>: <message>`
   */
  public warnings(): string[] {
    this.#synthesize();
    return Annotations.fromStack(this).findWarning('*', Match.anyValue()).map(asText);
  }

  /** Anew each time: an app keeps its first assembly otherwise, and what is added later would be missing from it. */
  #synthesize(): void {
    this.#app.synth({ force: true });
  }
}

function asText({ id, entry }: SynthesisMessage): string {
  return `${id}: ${String(entry.data)}`;
}
