// What a function runs: a folder as it is, a TypeScript or JavaScript file, or an image. None of it needs Docker at synth.
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { Code, Function, Handler, Runtime, type FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, type BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';

/** A folder that Lambda runs as it is. */
export interface FolderCodeProps {
  /** What Lambda calls, such as `index.handler`. */
  readonly handler: string;

  /** The language and its version. */
  readonly runtime: Runtime;

  /**
   * What is left out, as glob patterns, such as compiled Python.
   *
   * @default - nothing
   */
  readonly exclude?: string[];
}

/** A TypeScript or JavaScript file that becomes one file together with all that it imports. */
export interface EntryCodeProps {
  /**
   * The version of Node.
   *
   * @default Runtime.NODEJS_22_X
   */
  readonly runtime?: Runtime;

  /**
   * The name of the function that the file exports.
   *
   * @default handler
   */
  readonly handler?: string;

  /**
   * How it is bundled.
   *
   * @default - as CDK does it
   */
  readonly bundling?: BundlingOptions;
}

/** Where a function's code comes from. */
export abstract class FunctionCode {
  /**
   * A folder as it is, in any language: Python with its packages installed into it, or bundled JavaScript.
   *
   * @param folder the folder's path
   * @param props handler and runtime
   */
  public static fromFolder(folder: string, props: FolderCodeProps): FunctionCode {
    const { handler, runtime, exclude } = props;
    return new GivenCode(() => Code.fromAsset(folder, exclude === undefined ? {} : { exclude }), handler, runtime);
  }

  /**
   * A TypeScript or JavaScript file, bundled at synth. The project needs `esbuild` among its packages, as CDK runs it in
   * Docker otherwise.
   *
   * @param entry the file's path
   * @param props runtime and bundling
   */
  public static fromEntry(entry: string, props: EntryCodeProps = {}): FunctionCode {
    return new EntryCode(entry, props);
  }

  /**
   * An image that is in a repository of ECR, in the function's region.
   *
   * @param repository the repository
   * @param tagOrDigest which image; a digest begins with `sha256:`
   */
  public static fromImage(repository: IRepository, tagOrDigest: string): FunctionCode {
    const code = () => Code.fromEcrImage(repository, { tagOrDigest });
    return new GivenCode(code, Handler.FROM_IMAGE, Runtime.FROM_IMAGE);
  }

  /**
   * Creates the function.
   *
   * @internal
   */
  public abstract _function(scope: Construct, id: string, options: FunctionOptions): Function;
}

class GivenCode extends FunctionCode {
  // Anew for each function, as CDK ties a code to the first stack that uses it.
  readonly #code: () => Code;
  readonly #handler: string;
  readonly #runtime: Runtime;

  public constructor(code: () => Code, handler: string, runtime: Runtime) {
    super();
    this.#code = code;
    this.#handler = handler;
    this.#runtime = runtime;
  }

  public _function(scope: Construct, id: string, options: FunctionOptions): Function {
    return new Function(scope, id, { ...options, code: this.#code(), handler: this.#handler, runtime: this.#runtime });
  }
}

class EntryCode extends FunctionCode {
  readonly #entry: string;
  readonly #props: EntryCodeProps;

  public constructor(entry: string, props: EntryCodeProps) {
    super();
    this.#entry = entry;
    this.#props = props;
  }

  public _function(scope: Construct, id: string, options: FunctionOptions): Function {
    return new NodejsFunction(scope, id, {
      ...this.#props,
      ...options,
      runtime: this.#props.runtime ?? Runtime.NODEJS_22_X,
      entry: this.#entry,
    });
  }
}
