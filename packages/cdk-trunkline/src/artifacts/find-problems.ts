// What is wrong with what a pipeline was told about its artifact stores, all of it at once, each with its remedy.
import { Token } from 'aws-cdk-lib';
import { QUALIFIER_PATTERN } from './artifact-names';
import { storeError } from './artifact-store-problems';

/** What a way of finding stores was told. */
export interface FindInput {
  /** The region of each store, as often as it was given. */
  readonly regions: readonly string[];
  readonly qualifier?: string | undefined;
  /** Stack names by region. */
  readonly stackNames?: Readonly<Record<string, string>>;
  readonly keys?: readonly { readonly region: string; readonly keyArn?: string }[];
}

/**
 * Checks what a way of finding stores was told.
 *
 * @param way the method, for errors
 * @param input what it was told
 * @throws one error named `ArtifactStoreError` that lists every mistake
 */
export function assertFindable(way: string, { regions, qualifier, stackNames = {}, keys = [] }: FindInput): void {
  const problems: string[] = [];
  if (qualifier !== undefined && !QUALIFIER_PATTERN.test(qualifier)) {
    problems.push(`qualifier ${JSON.stringify(qualifier)} is not 1 to 10 lower-case letters and digits.`);
  }
  for (const region of new Set(regions.filter((each, index) => regions.indexOf(each) !== index))) {
    problems.push(`region ${region} has several stores; name one.`);
  }
  for (const region of Object.keys(stackNames).filter((each) => !regions.includes(each))) {
    problems.push(`stackNames names ${JSON.stringify(region)}, and the regions are ${regions.join(', ')}.`);
  }
  for (const { region, keyArn } of keys) {
    if (keyArn === undefined || Token.isUnresolved(keyArn) || /^arn:[^:]+:kms:/.test(keyArn)) continue;
    problems.push(
      `keyArn ${JSON.stringify(keyArn)} of ${region} is no ARN of a key; it looks like ` +
        `"arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab".`,
    );
  }
  if (problems.length === 0) return;
  throw storeError(
    `ArtifactStores.${way}`,
    problems,
    `Change ${problems.length === 1 ? 'it' : 'them'}, then run \`npx cdk synth\` again.`,
  );
}
