// Collects the mistakes of a configuration, so that all of them are reported at once.

/** How keys are spelt: in JSON as in `cdk.json` (`connection_arn`), or as props (`connectionArn`). */
export type Spelling = 'json' | 'props';

/** One mistake and where it is. */
interface Mistake {
  readonly path: string;
  readonly problem: string;
}

const ORIGIN: Readonly<Record<Spelling, string>> = {
  json: 'context "config" of cdk.json',
  props: 'the props of PipelineConfig',
};

/** The mistakes found so far. */
export class Mistakes {
  readonly #mistakes: Mistake[] = [];

  /** Notes that something is wrong at a path. */
  public add(path: string, problem: string): void {
    this.#mistakes.push({ path, problem });
  }

  /** How many there are. */
  public get count(): number {
    return this.#mistakes.length;
  }

  /** Each with its path, for an error of another kind. */
  public get lines(): string[] {
    return this.#mistakes.map(({ path, problem }) => `${path}: ${problem}`);
  }

  /** The error that lists all of them, named `PipelineConfigError`. */
  public toError(spelling: Spelling = 'json'): Error {
    const count = this.count === 1 ? 'a mistake' : `${String(this.count)} mistakes`;
    const error = new Error(
      [
        `The pipeline configuration (${ORIGIN[spelling]}) has ${count}:`,
        ...this.lines.map((line) => `  ${line}`),
        `Correct ${this.count === 1 ? 'it' : 'them'}, then run \`npx cdk synth\` again.`,
      ].join('\n'),
    );
    // An exported subclass of Error cannot pass through jsii; the name tells this error from others.
    error.name = 'PipelineConfigError';
    return error;
  }
}

/** The path of a member: `$.config.accounts.dev`, or `['...']` where the key is no identifier. */
export function member(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** The path of an element, such as `$.config.accounts.qa.regions[1]`. */
export function element(path: string, index: number): string {
  return `${path}[${String(index)}]`;
}

/** A value as an error shows it: as JSON, cut where it is long. */
export function quoted(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = String(value); // A bigint, say, which JSON does not have.
  }
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** What a value is, for errors about wrong types. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${quoted(value)}`;
}
