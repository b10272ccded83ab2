// What a generated build step can be given without replacing it.
import type { Duration } from 'aws-cdk-lib';
import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** The formats of test and coverage reports that CodeBuild reads. Source: CodeBuild User Guide, build specification reference. */
export enum ReportFormat {
  /** Test results of JUnit, which nearly every test runner can write. */
  JUNIT_XML = 'JUNITXML',

  /** Test results of Cucumber. */
  CUCUMBER_JSON = 'CUCUMBERJSON',

  /** Test results of TestNG. */
  TESTNG_XML = 'TESTNGXML',

  /** Test results of NUnit. */
  NUNIT_XML = 'NUNITXML',

  /** Test results of NUnit 3. */
  NUNIT3_XML = 'NUNIT3XML',

  /** Test results of Visual Studio. */
  VISUAL_STUDIO_TRX = 'VISUALSTUDIOTRX',

  /** Code coverage of Clover. */
  CLOVER_XML = 'CLOVERXML',

  /** Code coverage of Cobertura. */
  COBERTURA_XML = 'COBERTURAXML',

  /** Code coverage of JaCoCo. */
  JACOCO_XML = 'JACOCOXML',

  /** Code coverage of SimpleCov. */
  SIMPLECOV = 'SIMPLECOV',
}

/** A test or coverage report of a step, shown in CodeBuild's console. */
export interface TestReport {
  /** The report's files, as globs relative to `baseDirectory`, such as `junit.xml`. */
  readonly files: string[];

  /**
   * The folder of the files, relative to the source's root.
   *
   * @default - the source's root
   */
  readonly baseDirectory?: string;

  /**
   * The format of the files.
   *
   * @default ReportFormat.JUNIT_XML
   */
  readonly fileFormat?: ReportFormat;
}

/**
 * What a step of the base gets on top of its commands: what `pipelineStepOptions` or `stageStepOptions` returned for it.
 *
 * Of every value the narrowest counts: these options, then what the configuration says for the stage in other words than
 * for its pipeline, then what the hooks `buildEnvironment` and `runtimeVersions` returned, whose base reads the
 * configuration. Variables are merged one by one.
 */
export interface StepOptions {
  /**
   * After how long the build is stopped: 5 minutes to 36 hours.
   *
   * @default - `build.timeout_minutes` of the configuration, or else 60 minutes
   */
  readonly timeout?: Duration;

  /**
   * Environment variables, as plain text, by names of letters, digits and underscores; secrets belong into
   * `buildEnvironment`.
   *
   * @default - none of its own
   */
  readonly env?: Record<string, string>;

  /**
   * Image, size, privileges, and variables from Secrets Manager or Parameter Store.
   *
   * @default - that of the hook `buildEnvironment`
   */
  readonly buildEnvironment?: BuildEnvironment;

  /**
   * The versions of the languages, in place of those of the hook `runtimeVersions`; an empty list takes what the image
   * has.
   *
   * @default - those of the hook `runtimeVersions`, unless the image is one's own: those cannot select any
   */
  readonly runtimeVersions?: Record<string, string>;

  /**
   * Test and coverage reports by name; the report group is called `<project>-<name>`.
   *
   * @default - none
   */
  readonly reports?: Record<string, TestReport>;

  /**
   * Whether the step restores and saves the pipeline's cache.
   *
   * @default true, but for the images step
   */
  readonly cached?: boolean;

  /**
   * What the build may do on AWS, in the toolchain account. A step with statements has a role of its own, and all others
   * share one; the tests of a stage share one with or without statements. What tests may do in the stage's account is a
   * matter of its `StageAccessRole`.
   *
   * @default - to write logs, reports, the cache and what it outputs, and to read the artifact stores
   */
  readonly rolePolicyStatements?: PolicyStatement[];

  /**
   * The VPC that the build runs in.
   *
   * @default - `build.vpc` of the configuration
   */
  readonly vpc?: IVpc;

  /**
   * The subnets of `vpc` that the build runs in.
   *
   * @default - the private subnets of `vpc`
   */
  readonly subnetSelection?: SubnetSelection;

  /**
   * The security groups of the build in `vpc`.
   *
   * @default - one that lets everything out, for all builds in `vpc`
   */
  readonly securityGroups?: ISecurityGroup[];
}
