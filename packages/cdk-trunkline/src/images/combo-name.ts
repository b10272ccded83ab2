// What a combo is called, from the images that it is made of: `python:3.12` and `node:22` are `python_node:3.12_22`.

/** A combo's name in the way that `trunkline combo` makes it. */
export interface ComboName {
  /** The images' names, such as `python_node`. */
  readonly name: string;
  /** Their tags, such as `3.12_22`. */
  readonly tag: string;
}

// Names of repositories in ECR, which are fewer than those that an image can have elsewhere, and tags. Source: ECR API
// Reference, CreateRepository; the distribution specification of OCI, pulling manifests.
const NAME = '[a-z0-9]+(?:[._-][a-z0-9]+)*';
const IMAGE = new RegExp(`^(${NAME}):([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})(?:@(.+))?$`);
const MAX_TAG = 128;

/** What the names of repositories of combos begin with, where nothing else is said. */
export const DEFAULT_PREFIX = 'combos';

/**
 * The combo's name.
 *
 * @param images that have no `imageProblems`
 */
export function comboName(images: readonly string[]): ComboName {
  const parts = images.map((image) => IMAGE.exec(image) ?? []);
  return { name: joinedName(parts.map(([, name = '']) => name)), tag: parts.map(([, , tag]) => tag).join('_') };
}

/** Names of images as one: an underscore parts them, and is in none, so that `a_b` and `c` are not `a`, `b` and `c`. */
export function joinedName(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('_', '-')).join('_');
}

/** One sentence for everything that is wrong with a list of images. */
export function imageProblems(images: readonly string[]): string[] {
  const problems = images.flatMap((image) => {
    const [, name = '', tag = '', dockerfile] = IMAGE.exec(image) ?? [];
    if (name === '') return [`images: ${JSON.stringify(image)} is none; they look like "python:3.12".`];
    return dockerfile === undefined ? [] : dockerfileProblems(image, `${name}:${tag}`, dockerfile);
  });
  if (images.length < 2) {
    problems.push(`images names ${images.length === 0 ? 'none' : 'one'}; a combo is made of two or more.`);
  }
  if (problems.length > 0) return problems;
  const names = images.map((image) => image.slice(0, image.indexOf(':')));
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  problems.push(...twice.map((name) => `images names ${JSON.stringify(name)} more than once.`));
  const { tag } = comboName(images);
  if (tag.length > MAX_TAG) {
    problems.push(`images give a tag of ${String(tag.length)} characters; a registry takes ${String(MAX_TAG)}.`);
  }
  return problems;
}

function dockerfileProblems(image: string, name: string, dockerfile: string): string[] {
  const url = URL.canParse(dockerfile) ? new URL(dockerfile) : undefined;
  // Not repeated: an error ends up in logs.
  if (url !== undefined && `${url.username}${url.password}` !== '') {
    return [
      `images: ${JSON.stringify(name)} takes its Dockerfile from an address with a user or a password, which the ` +
        'configuration of the build would show; give one without.',
    ];
  }
  if (url !== undefined && /^https:\/\/\S+$/.test(dockerfile)) return [];
  return [`images: ${JSON.stringify(image)} takes its Dockerfile from a file, which no build has; give an https URL.`];
}

/** One sentence for everything that is wrong with the names of languages. */
export function languageProblems(languages: readonly string[]): string[] {
  const problems = languages
    .filter((language) => !new RegExp(`^${NAME}$`).test(language))
    .map((language) => `languages: ${JSON.stringify(language)} is no name of an image; they look like "python".`);
  if (languages.length < 2) problems.push('languages names fewer than two images.');
  return problems;
}

/** One sentence where a prefix is none: it becomes part of an SSM parameter's name, which aws and ssm must not begin. */
export function prefixProblems(prefix: string): string[] {
  if (new RegExp(`^(?!aws|ssm)${NAME}(?:/${NAME})*$`).test(prefix)) return [];
  return [
    `prefix ${JSON.stringify(prefix)} is none; it looks like "combos" or "platform/combos", and does not begin with ` +
      'aws or ssm.',
  ];
}
