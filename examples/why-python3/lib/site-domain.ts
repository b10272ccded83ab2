// The site's own addresses: context `domains` of cdk.json, by stage, checked before anything is made of it.
import type { PipelineConfig } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { SiteSettingsError } from './site-settings-error';

/** The address of the site in one stage. */
export interface SiteDomain {
  /** The names that the site answers to; the first is the one that it calls its own. */
  readonly names: readonly string[];
  /** A certificate of AWS Certificate Manager for all of these names: in the stage's account, and in us-east-1. */
  readonly certificateArn: string;
}

/** CloudFront takes certificates of no other region. Source: CloudFront Developer Guide, requirements for using SSL/TLS certificates. */
const CERTIFICATE_REGION = 'us-east-1';

const CERTIFICATE = /^arn:aws:acm:(?<region>[a-z]{2}-[a-z]+-\d):(?<account>\d{12}):certificate\/[\w-]+$/;

/** A name of at least two labels, in lower case as CloudFront keeps it; no wildcard, which would be no address. */
const NAME = /^(?=.{4,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z][a-z\d-]{0,61}[a-z\d]$/;

const KEYS = ['names', 'certificate_arn'];

/**
 * Reads context `domains`, and checks with it that the configuration suits the site. A stage that has no domain is found
 * at the address that CloudFront gives it.
 *
 * @returns domains by stage
 * @throws a `SiteSettingsError` that lists every mistake
 */
export function readDomains(scope: Construct, config: PipelineConfig): Readonly<Record<string, SiteDomain>> {
  const domains: unknown = scope.node.tryGetContext('domains') ?? {};
  const mistakes = [...regionMistakes(config), ...domainsMistakes(domains, config)];
  if (mistakes.length > 0) throw new SiteSettingsError('cdk.json', mistakes);
  const entries = Object.entries(domains as Record<string, { names: string[]; certificate_arn: string }>);
  return Object.fromEntries(
    entries.map(([stage, { names, certificate_arn: certificateArn }]) => [stage, { names, certificateArn }]),
  );
}

/** A distribution serves the whole world, so that each further region would be another site under another address. */
function regionMistakes(config: PipelineConfig): string[] {
  return config.accounts
    .filter(({ regions }) => regions.length > 1)
    .map(
      ({ name, regions }) =>
        `$.config.accounts.${name}.regions: lists ${String(regions.length)} regions, but CloudFront delivers from one ` +
        'region to everywhere; leave the one that the bucket is in.',
    );
}

function domainsMistakes(domains: unknown, config: PipelineConfig): string[] {
  if (!isObject(domains))
    return ['$.domains: is no object; give each stage with a domain `names` and `certificate_arn`.'];
  const stages = config.accounts.map(({ name }) => name);
  const taken = new Map<string, string>();
  return Object.entries(domains).flatMap(([stage, domain]) => {
    const path = `$.domains.${stage}`;
    if (!stages.includes(stage)) return [`${path}: there is no such stage; there are ${stages.join(', ')}.`];
    if (!isObject(domain)) return [`${path}: is no object; give it \`names\` and \`certificate_arn\`.`];
    return [
      ...Object.keys(domain)
        .filter((key) => !KEYS.includes(key))
        .map((key) => `${path}.${key}: is not known; there are ${KEYS.join(' and ')}.`),
      ...namesMistakes(domain['names'], `${path}.names`, taken),
      ...certificateMistakes(domain['certificate_arn'], `${path}.certificate_arn`, config.account(stage).account),
    ];
  });
}

/** @param taken where each name stood already, as CloudFront knows each name once */
function namesMistakes(names: unknown, path: string, taken: Map<string, string>): string[] {
  if (!Array.isArray(names) || names.length === 0) return [`${path}: has to list one name or more.`];
  return names.flatMap((name: unknown, index) => {
    const place = `${path}[${String(index)}]`;
    if (typeof name !== 'string' || !NAME.test(name)) {
      return [`${place}: ${JSON.stringify(name)} is no domain name; it looks like "why-python3.example.org".`];
    }
    const before = taken.get(name);
    if (before !== undefined)
      return [`${place}: "${name}" stands at ${before} already; CloudFront gives a name to one site.`];
    taken.set(name, place);
    return [];
  });
}

function certificateMistakes(arn: unknown, path: string, account: string): string[] {
  if (arn === undefined) {
    return [
      `${path}: is missing; give the ARN that \`aws acm list-certificates --region ${CERTIFICATE_REGION}\` shows.`,
    ];
  }
  const parts = CERTIFICATE.exec(typeof arn === 'string' ? arn : '')?.groups;
  if (parts === undefined)
    return [`${path}: ${JSON.stringify(arn)} is no ARN of a certificate of AWS Certificate Manager.`];
  if (parts['region'] !== CERTIFICATE_REGION) {
    const region = parts['region'] ?? '';
    return [
      `${path}: is in ${region}, but CloudFront takes certificates of ${CERTIFICATE_REGION} alone; request one there.`,
    ];
  }
  if (parts['account'] === account) return [];
  return [
    `${path}: belongs to account ${parts['account'] ?? ''}, but the stage's account is ${account}; request one there.`,
  ];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
