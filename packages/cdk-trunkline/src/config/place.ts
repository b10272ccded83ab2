// Where a value of the configuration stands, and how to look further from there without trusting what is found.

import { element, member, type Spelling } from './mistakes';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object, and neither a list nor `null`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// jsii allows no member called build, Go none called type, and Java none called default.
const PROPS: Readonly<Record<string, string>> = { build: 'buildConfig', type: 'sourceType', default: 'defaultValue' };

/** A key of ours, which `cdk.json` writes in snake case, as a configuration spells it. */
export function spell(key: string, spelling: Spelling): string {
  return spelling === 'json'
    ? key
    : (PROPS[key] ?? key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

/**
 * A value of the configuration with the path that mistakes in it are reported at. What is not there, or is of another
 * type than expected, is looked at all the same: there is then nothing in it.
 */
export class Place {
  /** The root of a configuration. */
  public static root(value: unknown, spelling: Spelling): Place {
    return new Place(value, spelling === 'json' ? '$.config' : 'props', spelling);
  }

  /** Another value of JSON, with its path. */
  public static at(path: string, value: unknown): Place {
    return new Place(value, path, 'json');
  }

  private constructor(
    public readonly value: unknown,
    public readonly path: string,
    public readonly spelling: Spelling,
  ) {}

  /** Whether there is a value. */
  public get isThere(): boolean {
    return this.value !== undefined;
  }

  /** The value where it is text. */
  public get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** The member that a key of ours names, in this configuration's spelling. */
  public key(key: string): Place {
    return this.entry(this.spelt(key));
  }

  /** The member of that very name; its own and not inherited, for `constructor` is no value of `{}`. */
  public entry(name: string): Place {
    const object = isJsonObject(this.value) && Object.hasOwn(this.value, name) ? this.value : {};
    return new Place(Object.hasOwn(object, name) ? object[name] : undefined, member(this.path, name), this.spelling);
  }

  /** The names of all members that have a value. */
  public get names(): string[] {
    const object = isJsonObject(this.value) ? this.value : {};
    return Object.keys(object).filter((name) => object[name] !== undefined);
  }

  /** The elements of a list. */
  public get elements(): Place[] {
    const list: unknown[] = Array.isArray(this.value) ? this.value : [];
    return Array.from(list, (each, index) => new Place(each, element(this.path, index), this.spelling));
  }

  /** A key of ours as this configuration spells it. */
  public spelt(key: string): string {
    return spell(key, this.spelling);
  }
}
