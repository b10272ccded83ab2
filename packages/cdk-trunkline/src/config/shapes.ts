// What a value of the configuration may be: the vocabulary that the table of keys is written in.
import type { Mistakes } from './mistakes';
import type { Place } from './place';

/** A text. */
export interface TextShape {
  readonly kind: 'text';
  /** What it is, for errors: "is no region". */
  readonly what: string;
  /** A regular expression that it has to match, as JSON Schema takes it. */
  readonly pattern?: string;
  readonly maxLength?: number;
  /** What errors say about a text that does not match, such as `a region looks like "eu-central-1"`. */
  readonly hint?: string;
  /** What errors say where a number stands in its place. */
  readonly number?: string;
  /** Something more precise to say about a wrong text, or what a pattern cannot see. Errors do not quote the text then. */
  readonly refuse?: (text: string) => string | undefined;
  /** Any text is right, an empty one and white space included. */
  readonly free?: true;
  readonly example?: string;
}

/** One of some texts. */
export interface ChoiceShape {
  readonly kind: 'choice';
  readonly values: readonly string[];
  /** What to say about a text that is none of them. */
  readonly refuse?: (text: string) => string | undefined;
}

/** `true` or `false`. */
export interface FlagShape {
  readonly kind: 'flag';
}

/** A whole number. */
export interface IntegerShape {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
}

/** A list with at least one element. */
export interface ListShape {
  readonly kind: 'list';
  /** What an element is, such as `region`. */
  readonly what: string;
  readonly of: Shape;
  readonly max?: number;
  /** Whether an element may stand twice. */
  readonly repeats?: true;
}

/** A text, or a list of such texts. */
export interface EitherShape {
  readonly kind: 'either';
  readonly text: TextShape;
  readonly list: ListShape;
}

/** An object whose members the user names. */
export interface MapShape {
  readonly kind: 'map';
  /** What a member is, such as `account`. */
  readonly what: string;
  /** What its name may be. */
  readonly names: TextShape;
  readonly of: Shape;
  /** Members that have a shape of their own. */
  readonly fixed?: readonly ConfigKey[];
  /** Checks that concern several members. */
  readonly also?: (place: Place, mistakes: Mistakes) => void;
  /** What JSON Schema can say of them. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** An object with keys of ours. */
export interface ObjectShape {
  readonly kind: 'object';
  /** What it holds, for errors: "has to be an object with account and region". */
  readonly holds: string;
  readonly keys: readonly ConfigKey[];
  /** Keys that have no place here although they have one elsewhere, with what to do instead. */
  readonly misplaced?: Readonly<Record<string, string>>;
  /** Checks that concern several keys. */
  readonly also?: (place: Place, mistakes: Mistakes) => void;
  /** What JSON Schema can say of them, and of keys that are required at times. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** What a value may be. */
export type Shape =
  TextShape | ChoiceShape | FlagShape | IntegerShape | ListShape | EitherShape | MapShape | ObjectShape;

/** A key of the configuration. */
export interface ConfigKey {
  /** As `cdk.json` writes it. */
  readonly name: string;
  readonly shape: Shape;
  /** One sentence for schema and documentation. */
  readonly description: string;
  /** The value that its absence means. */
  readonly default?: string | number | boolean;
  /** What its absence means, where that is no value. */
  readonly otherwise?: string;
  /** Whether the object has to have it; it is asked with the object's place. */
  readonly required?: true | ((object: Place) => boolean);
  /** What an error says where it is required and missing. */
  readonly missing?: string;
  /** Whether pipelines and stages may have their own: root < pipelines.<name> < accounts.<stage>. */
  readonly stageSetting?: true;
  /** Whether pipelines may have their own: root < pipelines.<name>. */
  readonly pipelineSetting?: true;
}
