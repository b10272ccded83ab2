// The flags of each command, as the parser hands them over.

/** Options of every command. */
export interface GlobalOptions {
  /** The project's folder. */
  readonly directory: string;
}

/** Options of `rehearse`. */
export interface RehearseOptions extends GlobalOptions {
  readonly app?: string;
  readonly synth?: boolean;
  readonly workingTree?: boolean;
  readonly yes?: boolean;
  readonly deploy?: boolean;
  readonly variable?: Readonly<Record<string, string>>;
  readonly enableTransition?: readonly string[];
  readonly concurrency?: number;
  /** False for `--no-preflight`. */
  readonly preflight?: boolean;
  readonly json?: boolean;
}

/** Options of `preflight`. */
export interface PreflightCommandOptions extends GlobalOptions {
  readonly app?: string;
  readonly synth?: boolean;
  readonly beside?: readonly string[];
  readonly strict?: boolean;
  readonly failOn?: 'error' | 'warning';
  readonly sarif?: string;
  readonly live?: boolean;
  /** Names of profiles by account. */
  readonly liveProfile?: Readonly<Record<string, string>>;
  readonly endpointUrl?: string;
  readonly json?: boolean;
}

/** Options of `explain`. */
export interface ExplainOptions extends GlobalOptions {
  readonly json?: boolean;
}

/** Options of `setup`. */
export interface SetupOptions extends GlobalOptions {
  readonly app?: string;
  readonly synth?: boolean;
  readonly json?: boolean;
}

/** Options of `retry`. */
export interface RetryOptions extends GlobalOptions {
  readonly yes?: boolean;
  readonly enableTransition?: readonly string[];
  readonly json?: boolean;
}

/** Options of `combo`. */
export interface ComboOptions extends GlobalOptions {
  readonly check?: boolean;
  readonly build?: boolean;
  readonly push?: boolean;
  /** The base in place of the images' own. */
  readonly from?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: string;
  readonly workdir?: string;
  /** Where the library files of the official images are. */
  readonly index?: string;
  /** A mirror of Docker Hub. */
  readonly registry?: string;
  /** Where the combo itself lies. */
  readonly repository?: string;
  readonly platform?: string;
  readonly builder?: 'docker' | 'buildah' | 'podman';
  /** Hosts that speak plain HTTP. */
  readonly insecure?: readonly string[];
  /** The Dockerfile's file. */
  readonly output?: string;
  readonly json?: boolean;
}
