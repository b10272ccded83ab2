// Combines several images into one Dockerfile: which variants, which base, one text.
import { createHash } from 'node:crypto';
import { TrunklineError } from '../model/errors.js';
import { LABEL_PREFIX } from './combo.js';
import type { Combo, ComboImage, ComboRequest, ComboSources } from './combo.js';
import type { DockerfileText } from './dockerfile/instruction.js';
import { merge } from './dockerfile/merge.js';
import { sortStages } from './dockerfile/stages.js';
import { ImageSources } from './image-sources.js';
import type { ImageVariant } from './image-sources.js';
import { comboName } from './name.js';
import { shownPlace } from './place.js';
import { withRegistry } from './reference.js';
import { checkRequest } from './request-mistakes.js';
import { agree, readBase, richest } from './variant/base.js';
import type { Base } from './variant/base.js';
import { chooseRelease, releasesText, usualRelease, variantOn } from './variant/choose.js';
import type { Choice } from './variant/choose.js';
import { firstUserTaken } from './variant/first-user.js';
import { releaseText } from './variant/release.js';

/**
 * Combines images. The same request and the same texts give the same combo, letter for letter.
 * @throws TrunklineError `ComboInvalid` with every conflict, and every instruction that cannot be carried over;
 *   `UsageInvalid` for a request that cannot be meant; what `sources` throws
 */
export async function combine(request: ComboRequest, sources: ComboSources): Promise<Combo> {
  checkRequest(request);
  const images = new ImageSources(sources, request);
  const choices = await allOf(request.images.map((image) => images.choice(image)));
  const { variants, sentences } = chooseVariants(choices, request.from);
  const read = await allOf(variants.map(async (variant) => ({ variant, file: await images.dockerfile(variant) })));
  const files = read.map(({ file }) => file);
  const bases = files.map((file) => readBase(sortStages(file).base));
  const base = request.from ?? agreedBase(choices, files, bases);
  if (request.from === undefined && bases.some(({ image }) => image !== base)) {
    sentences.push(
      `The base is ${base}: it is the fullest of ${[...new Set(bases.map(({ image }) => image))].join(', ')}.`,
    );
  }
  const made = read.map(({ variant, file }) => ({ image: describe(variant, request.registry), file }));
  const merged = merge(
    made.map(({ image, file }) => ({ name: `${image.name}:${image.tag}`, reference: image.reference, file })),
    withRegistry(base, request.registry),
    { environment: request.environment ?? {}, user: request.user, workdir: request.workdir },
    request.registry,
  );
  const taken = made.flatMap(({ image, file }) => firstUserTaken(base, `${image.name}:${image.tag}`, file) ?? []);
  const mistakes = [...merged.mistakes, ...taken];
  if (mistakes.length > 0) throw together(mistakes, choices);
  const architectures = commonArchitectures(variants);
  return {
    ...comboName(request.images),
    dockerfile: merged.dockerfile,
    base: withRegistry(base, request.registry),
    images: made.map(({ image }) => image),
    chosen: [...sentences, ...merged.notes],
    architectures,
    labels: {
      [`${LABEL_PREFIX}dockerfile`]: `sha256:${createHash('sha256').update(merged.dockerfile).digest('hex')}`,
      [`${LABEL_PREFIX}from`]: withRegistry(base, request.registry),
      [`${LABEL_PREFIX}images`]: made.map(({ image }) => image.reference).join(' '),
    },
  };
}

// All are waited for, so that the mistakes of all images are told together.
async function allOf<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(work);
  const failed = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const ours = failed.filter((error) => error instanceof TrunklineError);
  const [first] = ours;
  if (failed.length > ours.length) throw failed.find((error) => !(error instanceof TrunklineError));
  if (first !== undefined && ours.length === 1) throw first;
  if (first !== undefined) {
    const details = ours.flatMap((error) => [error.message, ...error.details]);
    throw new TrunklineError(first.code, `${String(ours.length)} images cannot be combined.`, details, ours);
  }
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

function chooseVariants(
  choices: readonly Choice<ImageVariant>[],
  from: string | undefined,
): { variants: ImageVariant[]; sentences: string[] } {
  if (from !== undefined) {
    const { release } = readBase(from);
    const asked = choices.map((choice) => (release === undefined ? undefined : variantOn(choice, release)));
    return {
      variants: choices.map((choice, index) => asked[index] ?? choice.usual),
      sentences: choices.flatMap((choice, index) => {
        const variant = asked[index];
        if (variant !== undefined) return told(choice, variant, `--from ${from} asks for it`);
        const usual = usualRelease(choice);
        const forUsual = usual === undefined ? '' : ` for ${releaseText(usual)}`;
        // Of a given Dockerfile there is one variant, and nothing to choose.
        if (release === undefined)
          return choice.variants.length < 2
            ? []
            : `What ${from} stands on is not known: ${choice.image} is taken as it is by itself${forUsual}.`;
        return `${choice.image} has no variant for ${releaseText(release)}; its Dockerfile${forUsual} is used on it.`;
      }),
    };
  }
  const chosen = chooseRelease(choices);
  // None for all by name: the bases themselves may still be the same, as with images FROM scratch.
  if (chosen === undefined) return { variants: choices.map(({ usual }) => usual), sentences: [] };
  const why = `${releaseText(chosen.release)} is the newest that all images have`;
  return {
    variants: [...chosen.variants],
    sentences: chosen.variants.flatMap((variant, index) => told(choices[index], variant, why)),
  };
}

function told(choice: Choice<ImageVariant> | undefined, variant: ImageVariant, why: string): string[] {
  if (choice === undefined || variant.tag === variant.request.tag) return [];
  const usual = usualRelease(choice);
  const otherwise =
    variant === choice.usual || usual === undefined ? '' : ` (by itself it stands on ${releaseText(usual)})`;
  return [`${choice.image} is taken as ${variant.request.name}:${variant.tag}: ${why}${otherwise}.`];
}

function agreedBase(
  choices: readonly Choice<ImageVariant>[],
  files: readonly DockerfileText[],
  bases: readonly Base[],
): string {
  const best = richest(bases);
  const unknown = bases.findIndex(({ image }) => image.includes('$'));
  if (unknown >= 0) {
    throw new TrunklineError(
      'ComboInvalid',
      `${files[unknown]?.place ?? ''}: FROM ${bases[unknown]?.image ?? ''} names a variable without a value. Give the base with --from IMAGE.`,
    );
  }
  if (best !== undefined && bases.every((base) => agree(base, best))) return best.image;
  const details = choices.map((choice, index) => {
    const file = files[index];
    const line = file === undefined ? 1 : sortStages(file).baseLine;
    return `${choice.image}: FROM ${bases[index]?.image ?? ''} (${file?.place ?? ''} line ${String(line)}); its variants: ${releasesText(choice)}.`;
  });
  const names = choices.map(({ image }) => image).join(' and ');
  throw new TrunklineError(
    'ComboInvalid',
    `${names} have no base in common. Ask for tags that do, or name a base that suits all with --from IMAGE.`,
    details,
  );
}

function describe(variant: ImageVariant, registry: string | undefined): ComboImage {
  const { name, tag } = variant.request;
  const reference = withRegistry(`${name}:${variant.tag}`, registry);
  return {
    name,
    tag,
    resolvedTag: variant.tag,
    reference,
    dockerfile: shownPlace(variant.dockerfile),
    commit: variant.commit,
  };
}

function together(mistakes: readonly string[], choices: readonly Choice<ImageVariant>[]): TrunklineError {
  const [only] = mistakes;
  if (only !== undefined && mistakes.length === 1) return new TrunklineError('ComboInvalid', only);
  const names = choices.map(({ image }) => image).join(' and ');
  return new TrunklineError(
    'ComboInvalid',
    `${names} cannot be combined: ${String(mistakes.length)} things are in the way.`,
    mistakes,
  );
}

function commonArchitectures(variants: readonly ImageVariant[]): readonly string[] | undefined {
  const known = variants.flatMap(({ architectures }) => (architectures === undefined ? [] : [architectures]));
  const common = known[0]?.filter((name) => known.every((each) => each.includes(name)));
  if (common?.length === 0) {
    const names = variants.map(({ request, tag }) => `${request.name}:${tag}`).join(' and ');
    throw new TrunklineError('ComboInvalid', `${names} are made for no architecture in common. Ask for other tags.`);
  }
  return common;
}
