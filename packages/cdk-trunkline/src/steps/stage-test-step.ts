// A CodeBuild step that has the credentials of a stage's account.
import { Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type CodeBuildStepProps } from 'aws-cdk-lib/pipelines';
import { profileCommands } from './stage-profile';

/** Properties of a `StageTestStep`. */
export interface StageTestStepProps extends CodeBuildStepProps {
  /** The ARN of the role in the stage's account that the commands run with, such as `StageAccessRole.arnOf`. */
  readonly accessRoleArn: string;

  /** The stage's region, which is `AWS_REGION` and `AWS_DEFAULT_REGION` of the commands. */
  readonly region: string;
}

/**
 * A step whose commands hold the credentials of a stage's account, for tests of what was deployed there. The AWS SDKs,
 * the AWS CLI and whatever reads the profile that `AWS_PROFILE` names use them without further ado; the SDKs renew them,
 * and no keys are in the environment. The AWS SDK for JavaScript v2, which AWS no longer supports, cannot: it knows no
 * `credential_source`. `installCommands` run before, with the build's own credentials, and so does a
 * command that begins with `env -u AWS_PROFILE`.
 *
 * The build's role has to be one that the access role trusts. `GenericPipelineStack` makes its integration and acceptance
 * tests such steps, with a role for each stage. In a pipeline of another kind, give a `role` named
 * `StageAccessRole.testRoleName` that may assume the access role; without `role`, the step gets one of its own that may,
 * under a name that only an access role of one's own can trust.
 *
 * A session lasts an hour, as AWS allows no more where a role assumes another; what hangs on one session longer than
 * that, such as a presigned URL, ends with it. The commands are for `sh` and `bash`, so the image is one of Linux.
 */
export class StageTestStep extends CodeBuildStep {
  /** The role in the stage's account that the commands run with. */
  public readonly accessRoleArn: string;

  /** The stage's region. */
  public readonly region: string;

  /**
   * @param id the step's name, which is the action's name in CodePipeline, and begins the name of the sessions
   * @param props what it runs, and where
   * @throws one error that lists every mistake: no commands or a blank one, an ARN or region that is none, a Windows image
   */
  public constructor(id: string, props: StageTestStepProps) {
    const { accessRoleArn, region, commands, rolePolicyStatements = [], ...others } = props;
    const mistakes = mistakesOf(props);
    if (mistakes.length > 0) throw new Error(`Step ${id} cannot test a stage: ${mistakes.join('; ')}.`);
    const assume = new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [accessRoleArn] });
    const statements = props.role === undefined ? [assume, ...rolePolicyStatements] : rolePolicyStatements;
    super(id, {
      ...others,
      commands: [...profileCommands({ accessRoleArn, region, session: id }), ...commands],
      ...(statements.length === 0 ? {} : { rolePolicyStatements: statements }),
    });
    this.accessRoleArn = accessRoleArn;
    this.region = region;
  }
}

function mistakesOf({ accessRoleArn, region, commands, buildEnvironment }: StageTestStepProps): string[] {
  const mistakes: string[] = [];
  if (commands.length === 0)
    mistakes.push('it has no commands; return undefined from the hook to leave the step out (None in Python)');
  commands.forEach((command, index) => {
    if (command.trim() === '') mistakes.push(`command ${String(index + 1)} is blank; leave it out`);
  });
  if (!Token.isUnresolved(accessRoleArn) && !ROLE_ARN.test(accessRoleArn)) {
    mistakes.push(`${JSON.stringify(accessRoleArn)} is no ARN of a role; give StageAccessRole.arnOf(config, stage)`);
  }
  if (!Token.isUnresolved(region) && !/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(region)) {
    mistakes.push(`${JSON.stringify(region)} is no region; it looks like "eu-central-1"`);
  }
  if (buildEnvironment?.buildImage?.type.startsWith('WINDOWS') === true) {
    mistakes.push('its image is one of Windows, where its commands do not run; give it one of Linux');
  }
  return mistakes;
}

/** Source: IAM User Guide, IAM identifiers, "IAM ARNs". */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
