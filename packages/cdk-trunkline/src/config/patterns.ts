// What AWS and git allow as names, ids, ARNs and versions, each with its source.
import { knownPartitionOf } from './partition';
import type { TextShape } from './shapes';

function text(what: string, pattern: string, hint: string, more: Partial<TextShape> = {}): TextShape {
  return { kind: 'text', what, pattern, hint, ...more };
}

function unknownRegion(region: string): string | undefined {
  if (knownPartitionOf(region) !== undefined) return undefined;
  return `there is no region ${JSON.stringify(region)}, as far as this version of aws-cdk-lib knows.`;
}

/** Which of the parts of a connection's ARN is which. */
export const CONNECTION_ARN =
  /^arn:(?<partition>aws[a-z-]*):(?<service>codestar-connections|codeconnections):(?<region>[a-z0-9-]+):(?<account>\d{12}):connection\/[\w-]+$/u;

const REGION_PATTERN = '^[a-z]{2,}(?:-[a-z]+)+-\\d+$';

/** A region that exists. */
export const REGION = text('region', REGION_PATTERN, 'a region looks like "eu-central-1"', {
  refuse: (region) => (new RegExp(REGION_PATTERN, 'u').test(region) ? unknownRegion(region) : undefined),
  example: 'eu-central-1',
});

/** An account number. */
export const ACCOUNT = text('account number', '^\\d{12}$', 'it has 12 digits', {
  number: 'put the 12 digits in quotes',
  refuse: (account) =>
    /^\d+$/.test(account) && account.length !== 12
      ? `${JSON.stringify(account)} has ${String(account.length)} digits; an account number has 12.`
      : undefined,
  example: '111122223333',
});

/**
 * ARN of a connection. Both prefixes are in use: `codestar-connections` is the service's former name, and old
 * connections keep it. Source: CodeConnections API Reference, Connection.
 */
export const CONNECTION = text(
  'ARN of a connection',
  CONNECTION_ARN.source.replaceAll(/\?<\w+>/g, ''),
  'it looks like arn:aws:codeconnections:<region>:<account>:connection/<id>',
  {
    refuse: (arn) => {
      const account = /^arn:[^:]*:[^:]*:[^:]*:(\d+):/.exec(arn)?.[1] ?? '';
      if (account !== '' && account.length !== 12) {
        return `account ${JSON.stringify(account)} has ${String(account.length)} digits; an account number has 12.`;
      }
      const region = CONNECTION_ARN.exec(arn)?.groups?.['region'];
      return region === undefined ? undefined : unknownRegion(region);
    },
    example: 'arn:aws:codeconnections:eu-central-1:111122223333:connection/7f3a1c9e-52d4-4b8e-9a6f-0c1d2e3f4a5b',
  },
);

/**
 * An owner: an organization, a user or a workspace, in GitLab with subgroups. Source: CodePipeline User Guide, GitLab
 * connections, where the repository is given with all groups above it.
 */
export const OWNER = text(
  'owner of a repository',
  '^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?(?:/[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?)*$',
  'it looks like "example-org", or "group/subgroup" in GitLab',
  { maxLength: 255, example: 'example-org' },
);

/** A repository's name. Pipelines are named after it, so it is held to CodePipeline's characters and leaves them room. */
export const REPO = text(
  'name of a repository',
  '^[A-Za-z0-9.@_-]{1,59}$',
  'use at most 59 letters, digits and . @ _ -',
  {
    example: 'services',
  },
);

/**
 * `source.repository`: owner and name, or the name alone for CodeCommit. Source of CodeCommit's rule: API Reference,
 * CreateRepository: 1 to 100 word characters, dots and dashes, without ".git" at the end.
 */
export const REPOSITORY = text(
  'repository',
  `(?:${OWNER.pattern?.slice(0, -1) ?? ''}/[A-Za-z0-9._-]{1,100}$|^[\\w.-]{1,100}$)`,
  'it looks like "example-org/services", or "services" for CodeCommit',
  {
    refuse: (repository) =>
      repository.endsWith('.git') ? `${JSON.stringify(repository)} ends in ".git"; leave that out.` : undefined,
    maxLength: 255,
    example: 'example-org/services',
  },
);

/** A branch. Source: git-check-ref-format; CodeCommit takes at most 256 characters. */
export const BRANCH = text(
  'name of a branch',
  '^(?!-|/|refs/)(?!@$)(?!.*(?:\\.\\.|//|@\\{))(?!(?:.*/)?\\.)(?!.*\\.lock(?:/|$))(?!.*[./]$)' +
    '[^\\x00-\\x20\\x7f~^:?*\\[\\\\]+$',
  'git allows no such branch',
  {
    refuse: (branch) =>
      branch.startsWith('refs/')
        ? `${JSON.stringify(branch)} is a reference; give the branch alone, without "refs/heads/".`
        : undefined,
    maxLength: 256,
    example: 'main',
  },
);

/** A general purpose bucket. Source: S3 User Guide, general purpose bucket naming rules. */
export const BUCKET = text(
  'name of a bucket',
  '^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|\\.mrap|--x-s3|--table-s3)$)(?!.*\\.\\.)' +
    '(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
  'it has 3 to 63 small letters, digits, dots and dashes, and none of the endings that S3 reserves',
  { example: 'example-org-sources' },
);

/** An object's key; of braces it knows `{branch}` alone. Source: S3 User Guide, object keys: at most 1024 bytes of UTF-8. */
export const OBJECT_KEY = text(
  'key of an object',
  '^(?!/)(?:[^{}\\x00-\\x1f\\x7f]|\\{branch\\})+$',
  'it looks like "services/{branch}.zip", where {branch} is the only word in braces',
  {
    refuse: (key) => (Buffer.byteLength(key) > 1024 ? 'is longer than the 1024 bytes that S3 allows.' : undefined),
    example: 'services/{branch}.zip',
  },
);

/** A stage, which is also the name of an account. */
export const STAGE = text(
  'name for a stage',
  '^[A-Za-z](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?$',
  'use a letter, then letters, digits and dashes, at most 40',
  { example: 'dev' },
);

/** A pipeline. Source: CodePipeline User Guide, quotas: names have 1 to 100 of these characters; ours follows the repository's. */
export const PIPELINE = text(
  'name for a pipeline',
  '^(?!\\d+$)[A-Za-z0-9.@_-]{1,40}$',
  'use at most 40 letters, digits and . @ _ -',
  {
    // JSON objects put such keys first, whatever the order in the file.
    refuse: (name) => (/^\d+$/.test(name) ? 'consists of digits alone; begin it with a letter.' : undefined),
    example: 'development',
  },
);

/** A managed policy's name, with its path where it has one. Source: IAM API Reference, CreatePolicy. */
export const POLICY = text(
  'name of a managed policy',
  '^(?:[A-Za-z0-9.,+@=_-]+/)*[\\w+=,.@-]{1,128}$',
  'use letters, digits and + = , . @ _ -, at most 128',
  {
    refuse: (name) =>
      name.startsWith('arn:')
        ? 'is an ARN; give the name alone, for every account has a policy of that name.'
        : undefined,
    maxLength: 640,
    example: 'DeveloperBoundary',
  },
);

/** A qualifier of CDK's bootstrap stacks. Source: the parameter's pattern in the bootstrap template of aws-cdk. */
export const BOOTSTRAP_QUALIFIER = text(
  'qualifier',
  '^[A-Za-z0-9_-]{1,10}$',
  'use 1 to 10 letters, digits, dashes and underscores',
  { example: 'hnb659fds' },
);

/** A qualifier of artifact stores: part of a bucket's name. */
export const STORE_QUALIFIER = text('qualifier', '^[a-z0-9]{1,10}$', 'use 1 to 10 small letters and digits', {
  example: 'teamb',
});

/** An organization. Source: Organizations API Reference, Organization. */
export const ORGANIZATION = text('organization', '^o-[a-z0-9]{10,32}$', 'its id looks like "o-a1b2c3d4e5"', {
  example: 'o-a1b2c3d4e5',
});

/** An exact version. Source: semver.org. */
export const VERSION = text(
  'exact version',
  '^(?:0|[1-9]\\d*)\\.(?:0|[1-9]\\d*)\\.(?:0|[1-9]\\d*)(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z.-]+)?$',
  'it looks like "2.1148.1"; a range or a tag would let pipelines change by themselves',
  { example: '2.1148.1' },
);
