// Which command says the version of what an official image brings.

/** A smoke test of one image of a combo. */
export interface SmokeTest {
  /** The image as asked for, such as `python:3.12`. */
  readonly image: string;
  /** Commands of which the first that is there counts. */
  readonly commands: readonly (readonly [string, ...string[]])[];
  /** The version that has to be in the output; undefined where the tag names none. */
  readonly version?: string;
}

/** What is known of an image's tool. */
interface Tool {
  readonly commands: SmokeTest['commands'];
  /** The version that the tool prints for a tag's version. @default the same */
  readonly printed?: (version: string) => string | undefined;
}

const java: Tool = {
  commands: [['java', '-version']],
  // Java 8 calls itself 1.8.0_432, and its tags say 8u432.
  printed: (version) => (version === '8' ? '1.8' : version),
};

/** Tools that print versions of their own, other than those of the tags. */
const unrelated = (): undefined => undefined;

/** By the image's name without registry and user. */
const TOOLS: Readonly<Record<string, Tool>> = {
  amazoncorretto: java,
  bash: { commands: [['bash', '--version']] },
  clojure: { commands: [['java', '-version']], printed: unrelated },
  composer: { commands: [['composer', '--version']] },
  dart: { commands: [['dart', '--version']] },
  'eclipse-temurin': java,
  elixir: { commands: [['elixir', '--version']] },
  // It has no `--version`, and the release that it can be asked for is the major number alone.
  erlang: {
    commands: [['erl', '-noshell', '-eval', 'io:put_chars(erlang:system_info(otp_release)), halt().']],
    printed: (version) => version.split('.')[0],
  },
  gcc: { commands: [['gcc', '--version']] },
  golang: { commands: [['go', 'version']] },
  gradle: { commands: [['gradle', '--version']] },
  groovy: { commands: [['groovy', '--version']] },
  haskell: { commands: [['ghc', '--version']] },
  'ibm-semeru-runtimes': java,
  jruby: { commands: [['jruby', '--version']] },
  julia: { commands: [['julia', '--version']] },
  maven: { commands: [['mvn', '--version']] },
  mono: { commands: [['mono', '--version']] },
  node: { commands: [['node', '--version']] },
  openjdk: java,
  perl: { commands: [['perl', '--version']] },
  php: { commands: [['php', '--version']] },
  pypy: {
    commands: [
      ['pypy3', '--version'],
      ['pypy', '--version'],
    ],
  },
  python: {
    commands: [
      ['python3', '--version'],
      ['python', '--version'],
    ],
  },
  'r-base': { commands: [['R', '--version']] },
  ruby: { commands: [['ruby', '--version']] },
  rust: { commands: [['rustc', '--version']] },
  sapmachine: java,
  swift: { commands: [['swift', '--version']] },
};

/** Names of all images whose tools are known. */
export const KNOWN_TOOLS: readonly string[] = Object.keys(TOOLS);

/** The smoke test of an image; undefined where nothing is known of its tool. */
export function smokeTestOf(name: string, tag: string): SmokeTest | undefined {
  const tool = name.slice(name.lastIndexOf('/') + 1);
  if (!Object.hasOwn(TOOLS, tool)) return undefined;
  const { commands, printed = (version: string) => version } = TOOLS[tool] as Tool;
  const [number] = /^\d+(?:\.\d+)*/.exec(tag) ?? [];
  const version = number === undefined ? undefined : printed(number);
  return { image: `${name}:${tag}`, commands, ...(version === undefined ? {} : { version }) };
}

/** Whether a version is in the text as a whole, or the beginning of one: `3.1` is in `v3.1.4`, and not in `3.12`. */
export function mentionsVersion(text: string, version: string): boolean {
  const pattern = version.replaceAll('.', String.raw`\.`);
  return new RegExp(String.raw`(?<![\d.])${pattern}(?!\d)`).test(text);
}
