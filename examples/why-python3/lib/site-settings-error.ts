// The error for what a reader wrote wrong about the site: every mistake at once, each with its place.

/** Thrown before anything is synthesized. */
export class SiteSettingsError extends Error {
  public override readonly name = 'SiteSettingsError';

  /**
   * @param file what has the mistakes, such as `cdk.json`
   * @param mistakes each with its place
   */
  public constructor(file: string, mistakes: readonly string[]) {
    const count = mistakes.length === 1 ? '1 mistake' : `${String(mistakes.length)} mistakes`;
    const remedy = `Correct ${mistakes.length === 1 ? 'it' : 'them'}, then run \`npx cdk synth\` again.`;
    super([`${file} has ${count} about the site:`, ...mistakes.map((mistake) => `  ${mistake}`), remedy].join('\n'));
  }
}
