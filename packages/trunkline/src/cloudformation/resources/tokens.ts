// Random-looking but reproducible parts of ids and names: the same place gives the same token.
import { createHash } from 'node:crypto';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Tokens that depend on the seed and on what they are for, and on nothing else. */
export class Tokens {
  /** @param seed account, region, stack, logical id and generation of the thing */
  public constructor(private readonly seed: string) {}

  /** Lower-case letters and digits, as API Gateway's ids have them. */
  public lower(length: number, purpose: string): string {
    return this.pick(LOWER, length, purpose);
  }

  /** Letters of both cases and digits, as the suffix of a generated name. */
  public mixed(length: number, purpose: string): string {
    return this.pick(MIXED, length, purpose);
  }

  /** Upper-case letters and digits, as IAM's and CloudFront's ids have them. */
  public upper(length: number, purpose: string): string {
    return this.pick(UPPER, length, purpose);
  }

  /** Hexadecimal digits, as EC2's ids have them. */
  public hex(length: number, purpose: string): string {
    return this.digest(purpose)
      .repeat(Math.ceil(length / 64))
      .slice(0, length);
  }

  /** Decimal digits. */
  public digits(length: number, purpose: string): string {
    return this.pick('0123456789', length, purpose);
  }

  /** A number from 0 up to, not including, the limit. */
  public below(limit: number, purpose: string): number {
    return parseInt(this.hex(8, purpose), 16) % limit;
  }

  /** In the form of a UUID. */
  public uuid(purpose: string): string {
    const hex = this.hex(32, purpose);
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join(
      '-',
    );
  }

  private pick(alphabet: string, length: number, purpose: string): string {
    let text = '';
    for (let round = 0; text.length < length; round++) {
      for (const byte of Buffer.from(this.digest(`${purpose}#${round}`), 'hex'))
        text += alphabet[byte % alphabet.length];
    }
    return text.slice(0, length);
  }

  private digest(purpose: string): string {
    return createHash('sha256').update(`${this.seed}\n${purpose}`).digest('hex');
  }
}
