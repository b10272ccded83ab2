// What somebody is told who gets the site's part of cdk.json wrong.
import { PipelineConfig } from 'cdk-trunkline';
import { describe, expect, it } from 'vitest';
import { readDomains } from '../../lib/site-domain';
import { newApp, projectContext } from './new-app';

const CERTIFICATE = 'arn:aws:acm:us-east-1:444455556666:certificate/2b7c9d1e';

function read(domains: unknown, change: (accounts: Record<string, Record<string, unknown>>) => void = () => undefined) {
  const context = { ...projectContext(), domains };
  change(context.config.accounts);
  const app = newApp(context);
  return readDomains(app, PipelineConfig.fromContext(app));
}

function mistakes(...args: Parameters<typeof read>): string[] {
  try {
    read(...args);
    return [];
  } catch (error) {
    expect((error as Error).name).toBe('SiteSettingsError');
    return (error as Error).message
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim());
  }
}

describe('domains', () => {
  it('are an option', () => {
    expect(read(undefined)).toEqual({});
    expect(read({})).toEqual({});
  });

  it('have names and a certificate', () => {
    const names = ['why-python3.example.org', 'xn--bcher-kva.example'];
    expect(read({ prod: { names, certificate_arn: CERTIFICATE } })).toEqual({
      prod: { names, certificateArn: CERTIFICATE },
    });
  });

  it.each<[string, unknown, string]>([
    [
      'no object',
      'example.org',
      '$.domains: is no object; give each stage with a domain `names` and `certificate_arn`.',
    ],
    ['a stage that is not there', { qa: {} }, '$.domains.qa: there is no such stage; there are dev, prod.'],
    ['the toolchain account', { tooling: {} }, '$.domains.tooling: there is no such stage; there are dev, prod.'],
    [
      'a stage without anything',
      { prod: null },
      '$.domains.prod: is no object; give it `names` and `certificate_arn`.',
    ],
    [
      'no certificate',
      { prod: { names: ['a.example'] } },
      '$.domains.prod.certificate_arn: is missing; give the ARN that `aws acm list-certificates --region us-east-1` shows.',
    ],
    [
      'a certificate where CloudFront does not look',
      { prod: { names: ['a.example'], certificate_arn: CERTIFICATE.replace('us-east-1', 'eu-central-1') } },
      '$.domains.prod.certificate_arn: is in eu-central-1, but CloudFront takes certificates of us-east-1 alone; request one there.',
    ],
    [
      'the certificate of another account',
      { dev: { names: ['a.example'], certificate_arn: CERTIFICATE } },
      "$.domains.dev.certificate_arn: belongs to account 444455556666, but the stage's account is 222233334444; request one there.",
    ],
    [
      'something else than a certificate',
      { prod: { names: ['a.example'], certificate_arn: 'arn:aws:s3:::bucket' } },
      '$.domains.prod.certificate_arn: "arn:aws:s3:::bucket" is no ARN of a certificate of AWS Certificate Manager.',
    ],
    [
      'no name',
      { prod: { names: [], certificate_arn: CERTIFICATE } },
      '$.domains.prod.names: has to list one name or more.',
    ],
  ])('refuse %s', (_, domains, message) => {
    expect(mistakes(domains)).toEqual([message]);
  });

  it.each([
    'https://a.example',
    'localhost',
    '*.example.org',
    'A.example',
    '-a.example',
    'a..example',
    'a.example.',
    7,
  ])('refuse %s as a name', (name) => {
    expect(mistakes({ prod: { names: [name], certificate_arn: CERTIFICATE } })).toEqual([
      `$.domains.prod.names[0]: ${JSON.stringify(name)} is no domain name; it looks like "why-python3.example.org".`,
    ]);
  });

  it('refuse a name that stands twice', () => {
    const dev = { names: ['a.example'], certificate_arn: CERTIFICATE.replace('444455556666', '222233334444') };
    expect(mistakes({ dev, prod: { names: ['b.example', 'a.example'], certificate_arn: CERTIFICATE } })).toEqual([
      '$.domains.prod.names[1]: "a.example" stands at $.domains.dev.names[0] already; CloudFront gives a name to one site.',
    ]);
  });

  it('are refused with everything that is wrong at once', () => {
    const domains = { prod: { name: 'a.example' } };
    const lines = mistakes(domains, (accounts) => {
      accounts['dev'] = { account: '222233334444', regions: ['eu-central-1', 'eu-west-1'] };
    });
    expect(lines.map((line) => line.split(': ')[0])).toEqual([
      '$.config.accounts.dev.regions',
      '$.domains.prod.name',
      '$.domains.prod.names',
      '$.domains.prod.certificate_arn',
    ]);
    expect(lines[0]).toBe(
      '$.config.accounts.dev.regions: lists 2 regions, but CloudFront delivers from one region to everywhere; leave the ' +
        'one that the bucket is in.',
    );
  });
});
