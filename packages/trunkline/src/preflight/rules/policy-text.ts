// How long a policy will be once it is deployed.
import type { PlacedPolicy } from '../landscape/landscape.js';

/** The length of a policy, and whether parts of it are only estimated. */
export interface PolicyLength {
  readonly length: number;
  readonly estimated: boolean;
}

const MARKER = /(key\/)?\{\{unresolved [^{}]*\}\}/g;

/** Ids of keys have 36 characters; what CloudFormation adds to a generated name has 12 or 13. */
const KEY_ID = 'key/'.length + 36;
const SUFFIX = 13;

/**
 * The length of a policy without white space, which IAM does not count, and in bytes, which S3 and KMS count: CloudFormation
 * hands policies on without it. unsure: that it does so for all three.
 */
export function lengthOf({ document }: PlacedPolicy): PolicyLength {
  const text = typeof document === 'string' ? withoutSpace(document) : JSON.stringify(document);
  let estimated = false;
  const filled = text.replace(MARKER, (_, key: string | undefined) => {
    estimated = true;
    return 'x'.repeat(key === undefined ? SUFFIX : KEY_ID);
  });
  return { length: Buffer.byteLength(filled), estimated };
}

/** As messages have it: `about 21,000` where names are not known. */
export function formatLength({ length, estimated }: PolicyLength): string {
  return `${estimated ? 'about ' : ''}${length.toLocaleString('en-US')}`;
}

/** The lengths of several together. */
export function sum(lengths: readonly PolicyLength[]): PolicyLength {
  return {
    length: lengths.reduce((total, { length }) => total + length, 0),
    estimated: lengths.some(({ estimated }) => estimated),
  };
}

function withoutSpace(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
