// So many calls at once, and no more: IAM throttles early.

/** Lets work begin as places become free. */
export class Slots {
  readonly #waiting: (() => void)[] = [];

  /** @param free how much may be at work at once */
  public constructor(private free: number) {}

  public async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    }
  }
}
