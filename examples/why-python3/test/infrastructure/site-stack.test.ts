// The stack of the site: what is deployed into the account of a stage.
import { Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { PipelineConfig } from 'cdk-trunkline';
import { describe, expect, it } from 'vitest';
import type { SiteDomain } from '../../lib/site-domain';
import { SiteStack } from '../../lib/site-stack';
import { newApp, projectContext } from './new-app';

const DOMAIN: SiteDomain = {
  names: ['why-python3.example.org', 'why.example.org'],
  certificateArn: 'arn:aws:acm:us-east-1:222233334444:certificate/2b7c9d1e',
};

function siteStack({ domain, isPreview }: { domain?: SiteDomain; isPreview: boolean }): SiteStack {
  return new SiteStack(newApp(), 'Site', {
    env: { account: '222233334444', region: 'eu-central-1' },
    stackName: 'why-python3-dev',
    config: PipelineConfig.fromObject(projectContext().config),
    deploysTo: 'dev',
    isPreview,
    ...(domain === undefined ? {} : { domain }),
  });
}

const preview = Template.fromStack(siteStack({ isPreview: true }));
const own = Template.fromStack(siteStack({ domain: DOMAIN, isPreview: false }));

/** The logical id of the only resource of a type. */
function idOf(template: Template, type: string): string {
  const ids = Object.keys(template.findResources(type));
  expect(ids).toHaveLength(1);
  return ids[0] ?? '';
}

function distribution(template: Template): Record<string, unknown> {
  const { Properties } = template.findResources('AWS::CloudFront::Distribution')[
    idOf(template, 'AWS::CloudFront::Distribution')
  ] as { Properties: { DistributionConfig: Record<string, unknown> } };
  return Properties.DistributionConfig;
}

describe('the bucket', () => {
  it('is closed to the public', () => {
    const open = {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    };
    preview.hasResourceProperties('AWS::S3::Bucket', { PublicAccessBlockConfiguration: open });
  });

  it('lets nobody read but CloudFront, and that for this distribution alone', () => {
    const [policy] = Object.values(preview.findResources('AWS::S3::BucketPolicy'));
    const { Statement } = policy?.['Properties'].PolicyDocument as { Statement: Record<string, unknown>[] };
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatchObject({ Action: 's3:GetObject', Principal: { Service: 'cloudfront.amazonaws.com' } });
    expect(JSON.stringify(allowed[0]?.['Condition'])).toContain(idOf(preview, 'AWS::CloudFront::Distribution'));
    preview.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' },
    });
  });

  it('gets its files from a step of the pipeline: no function uploads them', () => {
    const types = Object.values(preview.toJSON()['Resources'] as Record<string, { Type: string }>).map(
      (each) => each.Type,
    );
    expect(types.filter((type) => /Lambda|Custom/.test(type))).toEqual([]);
  });
});

describe('the distribution', () => {
  it('turns plain HTTP away, compresses, and sends the headers with every file', () => {
    const { DefaultCacheBehavior, CacheBehaviors } = distribution(preview);
    for (const behavior of [DefaultCacheBehavior, ...(CacheBehaviors as unknown[])]) {
      expect(behavior).toMatchObject({
        ViewerProtocolPolicy: 'redirect-to-https',
        Compress: true,
        ResponseHeadersPolicyId: { Ref: idOf(preview, 'AWS::CloudFront::ResponseHeadersPolicy') },
      });
    }
  });

  it('keeps hashed files for as long as they say, and a page for a minute unless it says otherwise', () => {
    const { DefaultCacheBehavior, CacheBehaviors } = distribution(preview);
    // The managed policy CachingOptimized, whose longest time is a year.
    const optimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
    expect(CacheBehaviors).toMatchObject([{ PathPattern: 'assets/*', CachePolicyId: optimized }]);
    expect(DefaultCacheBehavior).toMatchObject({
      CachePolicyId: { Ref: idOf(preview, 'AWS::CloudFront::CachePolicy') },
    });
    preview.hasResourceProperties('AWS::CloudFront::CachePolicy', {
      CachePolicyConfig: {
        MinTTL: 0,
        DefaultTTL: 60,
        MaxTTL: 86400,
        ParametersInCacheKeyAndForwardedToOrigin: { EnableAcceptEncodingBrotli: true, EnableAcceptEncodingGzip: true },
      },
    });
  });

  it('answers with a page and 404 where there is no such file', () => {
    expect(distribution(preview)['CustomErrorResponses']).toMatchObject([
      { ErrorCode: 403, ResponseCode: 404, ResponsePagePath: '/404.html' },
    ]);
  });

  it('takes TLS 1.2 or newer at a domain of its own', () => {
    expect(distribution(own)).toMatchObject({
      Aliases: DOMAIN.names,
      ViewerCertificate: {
        AcmCertificateArn: DOMAIN.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    own.hasOutput('SiteUrl', { Value: 'https://why-python3.example.org' });
  });

  it('is found at an address of CloudFront without one', () => {
    expect(distribution(preview)).not.toHaveProperty('Aliases');
    const address = { 'Fn::GetAtt': [idOf(preview, 'AWS::CloudFront::Distribution'), 'DomainName'] };
    preview.hasOutput('SiteUrl', { Value: { 'Fn::Join': ['', ['https://', address]] } });
  });

  it('tells search engines to leave a preview alone, wherever it is found, and nothing else', () => {
    const robots = { Header: 'X-Robots-Tag', Override: true, Value: 'noindex' };
    const headers = (items: unknown) => ({ ResponseHeadersPolicyConfig: { CustomHeadersConfig: { Items: items } } });
    for (const template of [preview, Template.fromStack(siteStack({ domain: DOMAIN, isPreview: true }))]) {
      template.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', headers(Match.arrayWith([robots])));
    }
    for (const template of [own, Template.fromStack(siteStack({ isPreview: false }))]) {
      expect(JSON.stringify(template.toJSON())).not.toContain('noindex');
    }
  });
});

describe('the role that publishes', () => {
  it('may write this bucket and invalidate this distribution, and nothing else', () => {
    const [policy] = Object.values(preview.findResources('AWS::IAM::Policy'));
    const { Statement } = policy?.['Properties'].PolicyDocument as { Statement: Record<string, unknown>[] };
    const bucket = { 'Fn::GetAtt': [idOf(preview, 'AWS::S3::Bucket'), 'Arn'] };
    const distributionRef = { Ref: idOf(preview, 'AWS::CloudFront::Distribution') };
    expect(Statement).toEqual([
      { Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket },
      { Effect: 'Allow', Action: ['s3:DeleteObject', 's3:PutObject'], Resource: { 'Fn::Join': ['', [bucket, '/*']] } },
      {
        Effect: 'Allow',
        Action: ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'],
        Resource: { 'Fn::Join': ['', ['arn:aws:cloudfront::222233334444:distribution/', distributionRef]] },
      },
    ]);
    preview.resourceCountIs('AWS::IAM::Policy', 1);
  });
});

describe("cdk-nag's AwsSolutions rules", () => {
  it.each<[string, SiteDomain | undefined]>([
    ['at the address of CloudFront', undefined],
    ['at a domain of its own', DOMAIN],
  ])('find nothing that is not meant, %s', (_, domain) => {
    const stack = siteStack({ isPreview: false, ...(domain === undefined ? {} : { domain }) });
    Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks());
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});
