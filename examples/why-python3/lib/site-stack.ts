// The site of one stage: a bucket that nobody but CloudFront can read, and the distribution in front of it.
import { CfnOutput, Duration, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  HttpVersion,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type BehaviorOptions,
  type DistributionProps,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { S3Bucket, StageAccessRole, type PipelineConfig } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { HASHED_FILES } from './published-files';
import { readResponseHeaders } from './response-headers';
import type { SiteDomain } from './site-domain';

/** What the stack needs to know. */
export interface SiteStackProps extends StackProps {
  /** The configuration, for who may publish. */
  readonly config: PipelineConfig;
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** Whether search engines should leave the site alone, as it is another one's preview. */
  readonly isPreview: boolean;
  /**
   * The site's own address.
   *
   * @default - the one that CloudFront gives it
   */
  readonly domain?: SiteDomain;
}

/** Everything of the site but its files, which a step of the pipeline uploads. */
export class SiteStack extends Stack {
  /** By output name; steps of the pipeline get them as variables. */
  public readonly outputs: Readonly<Record<'BucketName' | 'DistributionId' | 'SiteUrl', CfnOutput>>;

  public constructor(scope: Construct, id: string, props: SiteStackProps) {
    super(scope, id, props);
    const { domain, isPreview } = props;
    const files = new S3Bucket(this, 'Files', { outputPrefix: '' });
    const distribution = this.#distribution(files.bucket, domain, isPreview);
    this.#letPublish(props, files.bucket, distribution);

    const address = domain?.names[0] ?? distribution.distributionDomainName;
    this.outputs = {
      BucketName: files.bucketNameOutput,
      DistributionId: new CfnOutput(this, 'DistributionId', { value: distribution.distributionId }),
      SiteUrl: new CfnOutput(this, 'SiteUrl', { value: `https://${address}` }),
    };
    // What the names of a domain have to point to.
    new CfnOutput(this, 'DistributionDomainName', { value: distribution.distributionDomainName });
  }

  #distribution(bucket: IBucket, domain: SiteDomain | undefined, isPreview: boolean): Distribution {
    const behavior: Omit<BehaviorOptions, 'cachePolicy'> = {
      // Only CloudFront may read, and only for this distribution (origin access control).
      origin: S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'Headers', readResponseHeaders(isPreview)),
      compress: true,
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: this.stackName,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: { ...behavior, cachePolicy: this.#pages() },
      additionalBehaviors: { [HASHED_FILES]: { ...behavior, cachePolicy: CachePolicy.CACHING_OPTIMIZED } },
      // To CloudFront, the bucket says of a file that is not there that it must not be read.
      // unsure: whether this page gets the headers too. CloudFront Developer Guide, "Add or remove HTTP headers in
      // CloudFront responses with a policy", has them added to what is served from the cache or from the origin, and says
      // nothing of error pages. The acceptance tests look at them on a page that is not there.
      errorResponses: [
        { httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/404.html', ttl: Duration.minutes(1) },
      ],
      ...(domain === undefined ? {} : this.#address(domain)),
    });
    acknowledge(distribution, distributionReasons(domain === undefined));
    return distribution;
  }

  /** Each file says itself how long it may be kept; one that says nothing is soon asked for again. */
  #pages(): CachePolicy {
    return new CachePolicy(this, 'Pages', {
      comment: 'Pages, whose names stay while their content changes',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.minutes(1),
      maxTtl: Duration.days(1),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    });
  }

  #address({ names, certificateArn }: SiteDomain): Partial<DistributionProps> {
    return {
      domainNames: [...names],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  /**
   * The role is delivered with what it is for, so that it can name bucket and distribution rather than all of the account.
   * Both actions of CloudFront need a distribution as resource. Source: Service Authorization Reference, actions defined by
   * Amazon CloudFront, `distribution*`.
   */
  #letPublish({ config, deploysTo }: SiteStackProps, bucket: IBucket, distribution: Distribution): void {
    const role = new StageAccessRole(this, 'Access', {
      config,
      stage: deploysTo,
      policyStatements: [
        new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
        new PolicyStatement({ actions: ['s3:PutObject', 's3:DeleteObject'], resources: [bucket.arnForObjects('*')] }),
        new PolicyStatement({
          actions: ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'],
          resources: [distribution.distributionArn],
        }),
      ],
    });
    const bucketId = this.getLogicalId(bucket.node.defaultChild as CfnBucket);
    acknowledge(role, { [`IAM5[Resource::<${bucketId}.Arn>/*]`]: 'A build may bring any file of the site.' });
  }
}

/** What is meant to be as it is. */
function distributionReasons(atAddressOfCloudFront: boolean): Record<string, string> {
  return {
    CFR1: 'The site is for everybody, wherever they are.',
    CFR2: 'Files alone, all of them public: there is no program behind it that a firewall could shield.',
    CFR3: 'The site keeps no record of its visitors, and access logs would be one.',
    ...(atAddressOfCloudFront
      ? { CFR4: 'CloudFront sets the least TLS version of its own address itself, and ignores any other.' }
      : {}),
  };
}

/** For whoever checks the app with cdk-nag; without it this is metadata that nobody reads. */
function acknowledge(construct: Construct, reasons: Readonly<Record<string, string>>): void {
  for (const [rule, reason] of Object.entries(reasons)) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${rule}`, reason });
  }
}
