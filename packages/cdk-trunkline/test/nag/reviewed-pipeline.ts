// A pipeline whose findings of cdk-nag somebody has looked at: each kind is acknowledged with its reason, once it is built.
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ServicesPipeline } from '../pipeline/services-pipeline';

/** One kind of finding, where it may be, and why that is in order. */
export interface Exception {
  readonly rule: RegExp;
  /** The construct's path below the pipeline's stack. */
  readonly where: RegExp;
  readonly reason: string;
}

/** Every role of a build, and the pipeline's. */
const ANY_ROLE = /\/(Role|FileRole)\/DefaultPolicy\/Resource$/;

/** All that AwsSolutions finds in a pipeline. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    rule: /^AwsSolutions-IAM5\[Action::s3:(GetObject|GetBucket|List|DeleteObject|Abort)\*\]$/,
    where: ANY_ROLE,
    reason: 'What the AWS CDK grants for reading and writing a bucket; the statement names the artifact stores alone.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Action::kms:(ReEncrypt|GenerateDataKey)\*\]$/,
    where: ANY_ROLE,
    reason: "What the AWS CDK grants for using a key; the statement names the artifact stores' alone.",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:s3:::trunkline-artifacts-\d{12}-[a-z0-9-]+\/(cache\/)?([\w.?-]+\/?)?\*\]$/,
    where: ANY_ROLE,
    reason:
      'The objects of one artifact store to read, and those of this pipeline to write; AWS names them as it runs.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:(logs|codebuild):.*:(log-group|report-group)[:/].*\*\]$/,
    where: ANY_ROLE,
    reason: 'Log streams and report groups, which CodeBuild names; the projects of this stack write to their own.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:\*:iam::\d{12}:role\/\*\]$/,
    where: /\/UpdatePipeline\/SelfMutation\/Role\//,
    reason: 'The self-update assumes roles of the bootstrap stack; a condition on their tag keeps it from all others.',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    where: /\/(UpdatePipeline\/SelfMutation\/Role|Assets\/FileRole)\//,
    reason: 'CDK Pipelines lets the self-update describe stacks, and the publisher of assets find its account.',
  },
];

/** A pipeline that acknowledges what its exceptions cover. */
export class ReviewedPipeline extends ServicesPipeline {
  /** Which exceptions there are. */
  public exceptions: readonly Exception[] = EXCEPTIONS;

  public override pipelineBuilt(): void {
    for (const { ruleName, violatingResources } of new AwsSolutionsChecks().validateScope(this).violations) {
      for (const { constructPath = '' } of violatingResources) {
        const found = this.exceptions.find(({ rule, where }) => rule.test(ruleName) && where.test(constructPath));
        const construct = this.node.findAll().find(({ node }) => node.path === constructPath);
        if (found === undefined || construct === undefined) continue;
        Validations.of(construct).acknowledge({ id: ruleName, reason: found.reason });
      }
    }
  }
}
