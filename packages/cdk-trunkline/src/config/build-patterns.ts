// What CodeBuild, EC2 and Docker allow as images, ids and variables of builds, each with its source.
import type { ChoiceShape, TextShape } from './shapes';

const PATH_PART = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';

/** An image. Source: the reference grammar of Docker images, and CodeBuild API Reference, ProjectEnvironment. */
export const IMAGE: TextShape = {
  kind: 'text',
  what: 'image',
  pattern:
    `^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?/)?${PATH_PART}(?:/${PATH_PART})*` +
    '(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$',
  hint: 'it looks like "aws/codebuild/standard:7.0" or "public.ecr.aws/docker/library/node:22"',
  maxLength: 512,
  example: 'aws/codebuild/standard:7.0',
};

/**
 * A size. Source: CodeBuild API Reference, ProjectEnvironment. Sizes of Lambda are left out: builds there know no
 * timeout, no VPC and no image of one's own, which other keys give.
 */
export const COMPUTE_TYPE: ChoiceShape = {
  kind: 'choice',
  values: ['SMALL', 'MEDIUM', 'LARGE', 'XLARGE', '2XLARGE'].map((size) => `BUILD_GENERAL1_${size}`),
  refuse: (type) =>
    type.startsWith('BUILD_LAMBDA_')
      ? "builds on Lambda have no timeout, no VPC and no image of one's own; use a size of BUILD_GENERAL1."
      : undefined,
};

function id(what: string, prefix: string): TextShape {
  // Source: EC2 User Guide, resource IDs: 8 hexadecimal digits in old resources, 17 in all others.
  return {
    kind: 'text',
    what,
    pattern: `^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`,
    hint: `it looks like "${prefix}-0a1b2c3d4e5f60718"`,
    example: `${prefix}-0a1b2c3d4e5f60718`,
  };
}

/** A VPC. */
export const VPC_ID = id('id of a VPC', 'vpc');

/** A subnet. */
export const SUBNET_ID = id('id of a subnet', 'subnet');

/** A security group. */
export const SECURITY_GROUP_ID = id('id of a security group', 'sg');

/** An availability zone, or a local zone such as `us-west-2-lax-1a`. Source: EC2 User Guide, regions and zones. */
export const ZONE: TextShape = {
  kind: 'text',
  what: 'availability zone',
  pattern: '^[a-z]{2,}(?:-[a-z]+)+-\\d+(?:-[a-z]+-\\d+)?[a-z]$',
  hint: 'it looks like "eu-central-1a"',
  example: 'eu-central-1a',
};

/** A proxy. It stands in the template, so it must hold no password. */
export const PROXY: TextShape = {
  kind: 'text',
  what: 'URL of a proxy',
  pattern: '^https?://(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(?::\\d{1,5})?/?$',
  hint: 'it looks like "http://proxy.example.com:3128"',
  refuse: (url) =>
    url.includes('@')
      ? 'holds a user name or password, which everybody could read in the template; use a proxy that knows the VPC.'
      : undefined,
  maxLength: 2048,
  example: 'http://proxy.example.com:3128',
};

/** A host, domain, address or block of addresses that is reached without the proxy. */
export const NO_PROXY: TextShape = {
  kind: 'text',
  what: 'host',
  pattern:
    '^(?:\\*|(?:\\*?\\.)?[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:/\\d{1,3}|:\\d{1,5})?|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]?(?:/\\d{1,3})?)$',
  hint: 'it looks like "169.254.169.254", "10.0.0.0/8" or ".example.com"; one host for each element',
  maxLength: 255,
  example: '.example.com',
};

/**
 * An environment variable. Source: POSIX, environment variables; CodeBuild User Guide, build environment reference,
 * which reserves the prefix CODEBUILD_.
 */
export const VARIABLE: TextShape = {
  kind: 'text',
  what: 'name of an environment variable',
  pattern: '^(?!CODEBUILD_)[A-Za-z_][A-Za-z0-9_]*$',
  hint: 'use letters, digits and underscores, a digit not first',
  refuse: (name) =>
    name.startsWith('CODEBUILD_')
      ? 'begins with "CODEBUILD_", which CodeBuild keeps for its own variables.'
      : undefined,
  maxLength: 255,
  example: 'LOG_LEVEL',
};

/** A language in a buildspec's `runtime-versions`. */
export const RUNTIME: TextShape = {
  kind: 'text',
  what: 'name of a runtime',
  pattern: '^[a-z][a-z0-9]*$',
  hint: 'it looks like "nodejs" or "python"',
  example: 'nodejs',
};

/** A language's version. Source: CodeBuild User Guide, available runtimes: "22", "3.x", "latest", "corretto21". */
export const RUNTIME_VERSION: TextShape = {
  kind: 'text',
  what: 'version of a runtime',
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  hint: 'it looks like "22" or "3.12"',
  number: 'put it in quotes, for the number 3.10 is 3.1',
  maxLength: 64,
  example: '22',
};
