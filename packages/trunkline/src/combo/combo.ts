// The nouns of a combo: what is asked for, and the one Dockerfile that several images become.

/** One image of a combo, as it was asked for. */
export interface ComboImageRequest {
  /** the name without tag: `python` (an official image), or `ghcr.io/acme/tool` (then `dockerfile` has to be given) */
  readonly name: string;
  /** the tag that was asked for, such as `3.12` or `3.12-slim` */
  readonly tag: string;
  /**
   * The Dockerfile of this image: a URL (`https://`, `http://`) or a path.
   * @default the one that the index of official images names for this tag
   */
  readonly dockerfile?: string;
}

/** What a combo is made of. */
export interface ComboRequest {
  /** two or more images; their parts stand in the Dockerfile in this order */
  readonly images: readonly ComboImageRequest[];
  /**
   * The base of the finished image, in place of the bases that the images name themselves.
   * @default the base that all images agree on
   */
  readonly from?: string;
  /**
   * Values that settle a conflict of variables, and hold in the finished image.
   * @default none
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * The user of the finished image: settles two different `USER`s.
   * @default the one that the images agree on, else that of the base
   */
  readonly user?: string;
  /**
   * The working directory of the finished image: settles two different `WORKDIR`s.
   * @default the one that the images agree on, else `/`
   */
  readonly workdir?: string;
  /**
   * Where the files of the official-images index are: `<index>/<name>` is the library file of an image.
   * @default DEFAULT_INDEX
   */
  readonly index?: string;
  /**
   * What stands in the place of `docker.io`, a host with or without a path: with `127.0.0.1:5000`, `node:22` is
   * `127.0.0.1:5000/library/node:22`; with `public.ecr.aws/docker` it is `public.ecr.aws/docker/library/node:22`.
   * Names that say their registry stay as they are.
   * @default short names are written as they are, which is docker.io
   */
  readonly registry?: string;
  /**
   * The architecture whose Dockerfile is taken where the index names several, in the index's words.
   * @default 'amd64', or the first that the image is made for
   */
  readonly architecture?: string;
}

/** Where texts come from: the web and the disk in the CLI, a table in tests. */
export interface ComboSources {
  /** The text at a URL. @throws TrunklineError `SourceNotFound` when there is none */
  fetchText(url: string): Promise<string>;
  /** The text of a file. @throws TrunklineError `SourceNotFound` when there is none */
  readText(path: string): Promise<string>;
}

/** One image of a finished combo: which of its variants was taken, and from where. */
export interface ComboImage {
  /** the name as it was asked for */
  readonly name: string;
  /** the tag as it was asked for */
  readonly tag: string;
  /** the tag that is used: `3.12-bookworm` where `3.12` was asked for and bookworm is what all images have */
  readonly resolvedTag: string;
  /** the finished image that files are copied from, with the registry that the request names */
  readonly reference: string;
  /** the URL of its Dockerfile, without the query, or its path */
  readonly dockerfile: string;
  /** the commit of its Dockerfile; undefined where the Dockerfile was given */
  readonly commit: string | undefined;
}

/** One Dockerfile made of several, and what it is made of. The same request and the same texts give the same combo. */
export interface Combo {
  /** the images' names, joined: `python_node` */
  readonly name: string;
  /** the tags as asked for, joined: `3.12_22` */
  readonly tag: string;
  /** the text of the Dockerfile; needs no build context: an empty folder will do */
  readonly dockerfile: string;
  /** the image in the last `FROM`, with the registry that the request names */
  readonly base: string;
  /** in the order of the request */
  readonly images: readonly ComboImage[];
  /** sentences for people: which variant was taken and why, what was left out */
  readonly chosen: readonly string[];
  /**
   * The architectures that all images are made for, in the index's words (`amd64`, `arm64v8`).
   * Undefined where a Dockerfile was given for each image, for then nobody says.
   */
  readonly architectures: readonly string[] | undefined;
  /**
   * Labels for the image that is built, to be given to the builder: they are not in the Dockerfile, since one of
   * them (`io.trunkline.combo.dockerfile`) is its SHA-256 digest. Digests of the images are added by who builds.
   */
  readonly labels: Readonly<Record<string, string>>;
}

/** The library files of the official images, at their newest commit. */
export const DEFAULT_INDEX = 'https://raw.githubusercontent.com/docker-library/official-images/HEAD/library';

/** The beginning of every label that a combo carries. */
export const LABEL_PREFIX = 'io.trunkline.combo.';
