// The images that a Dockerfile takes from registries, and the same Dockerfile with each of them by digest.
import { type Dockerfile, DockerfileParser, type Flag, type From, type Instruction } from 'dockerfile-ast';

interface Mention {
  readonly image: string;
  readonly line: number;
  /** Of the image's name in its line; half open. */
  readonly start: number;
  readonly end: number;
}

/** An instruction that takes flags, as COPY, ADD and RUN do. */
type Flagged = Instruction & { getFlags(): Flag[] };

/** Every image that is not a stage of the Dockerfile itself, in the order of the text, each once. */
export function imagesOf(dockerfile: string): string[] {
  return [...new Set(mentionsIn(dockerfile).map(({ image }) => image))];
}

/**
 * The Dockerfile with other names for its images, so that what is built is what the registry was asked about, also when
 * a tag moves meanwhile. @param names by the images' own names; an image without one stays as it is
 */
export function withImages(dockerfile: string, names: ReadonlyMap<string, string>): string {
  const lines = dockerfile.split('\n');
  // From the end, so that earlier places in the same line stay right.
  for (const { image, line, start, end } of mentionsIn(dockerfile).reverse()) {
    const text = lines[line] ?? '';
    lines[line] = text.slice(0, start) + (names.get(image) ?? image) + text.slice(end);
  }
  return lines.join('\n');
}

function mentionsIn(text: string): Mention[] {
  const dockerfile = DockerfileParser.parse(text);
  const stages = new Set<string>();
  const mentions: Mention[] = [];
  let stageCount = 0;
  for (const instruction of dockerfile.getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      const from = instruction as From;
      const [image, range] = [from.getImage(), from.getImageRange()];
      if (image && range) mentions.push(...mentionOf(image, range, stages));
      const name = from.getBuildStage();
      if (name) stages.add(name.toLowerCase());
      stages.add(String(stageCount++));
    } else if (keyword === 'COPY' || keyword === 'RUN') {
      for (const { value, range } of sourcesOf(instruction as Flagged))
        mentions.push(...mentionOf(value, range, stages));
    }
  }
  return mentions.sort((left, right) => left.line - right.line || left.start - right.start);
}

type Range = NonNullable<ReturnType<Dockerfile['getRange']>>;

/** `--from=` of COPY, and `from=` of RUN's mounts. */
function sourcesOf(instruction: Flagged): { value: string; range: Range }[] {
  return instruction.getFlags().flatMap((flag) => {
    const source = flag.getName() === 'from' ? flag : flag.getName() === 'mount' ? flag.getOption('from') : null;
    const [value, range] = [source?.getValue(), source?.getValueRange()];
    return value && range ? [{ value, range }] : [];
  });
}

/** Stages, `scratch` and names with variables are no images that a registry could be asked about. */
function mentionOf(image: string, { start, end }: Range, stages: ReadonlySet<string>): Mention[] {
  if (stages.has(image.toLowerCase()) || image === 'scratch' || image.includes('$')) return [];
  return [{ image, line: start.line, start: start.character, end: end.character }];
}
