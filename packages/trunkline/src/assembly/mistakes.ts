// Gathers the mistakes of one assembly, so that all of them are reported together.
import { TrunklineError } from '../model/errors.js';

/** The mistakes found so far. */
export class Mistakes {
  readonly #errors: TrunklineError[] = [];

  /** @param root the assembly's folder, for the message */
  public constructor(private readonly root: string) {}

  /** Runs one part of the reading; undefined where it failed for a mistake of the assembly, which is kept. */
  public collect<T>(part: () => T): T | undefined {
    try {
      return part();
    } catch (error) {
      if (!(error instanceof TrunklineError)) throw error;
      this.#errors.push(error);
      return undefined;
    }
  }

  /** Throws one error for all; a path that leaves the folder outweighs the others, as it is no accident. */
  public throwIfAny(): void {
    const [only] = this.#errors;
    if (only === undefined) return;
    if (this.#errors.length === 1) throw only;
    const outside = this.#errors.some(({ code }) => code === 'PathOutsideAssembly');
    // Sorted, the order of a manifest's artifacts does not change the report.
    const sorted = [...this.#errors].sort((a, b) => (a.message < b.message ? -1 : 1));
    throw new TrunklineError(
      outside ? 'PathOutsideAssembly' : 'AssemblyUnreadable',
      `The cloud assembly ${this.root} has ${this.#errors.length} mistakes. Make it anew with 'npx cdk synth'.`,
      sorted.flatMap(({ message, details }) => [message, ...details.map((detail) => `  ${detail}`)]),
      sorted,
    );
  }
}
