// For each image of a combo: its possible variants, with their Dockerfiles read as far as a decision needs them.
import { TrunklineError } from '../model/errors.js';
import { DEFAULT_INDEX } from './combo.js';
import type { ComboImageRequest, ComboRequest, ComboSources } from './combo.js';
import type { DockerfileText } from './dockerfile/instruction.js';
import { readDockerfile } from './dockerfile/read.js';
import { sortStages } from './dockerfile/stages.js';
import { readLibraryFile } from './official-images/library-file.js';
import { rawUrl } from './official-images/raw-url.js';
import { isAddress, shownPlace } from './place.js';
import { officialName } from './reference.js';
import { readBase } from './variant/base.js';
import { findCandidates } from './variant/candidates.js';
import type { Candidate } from './variant/candidates.js';
import type { Choice } from './variant/choose.js';

/** One variant of an image, with the place of its Dockerfile. */
export interface ImageVariant {
  readonly request: ComboImageRequest;
  readonly tag: string;
  /** URL or path */
  readonly dockerfile: string;
  readonly commit: string | undefined;
  /** undefined where a Dockerfile was given */
  readonly architectures: readonly string[] | undefined;
}

/** Reads each text once. */
export class ImageSources {
  private readonly read = new Map<string, Promise<DockerfileText>>();

  /** @param sources where texts come from */
  public constructor(
    private readonly sources: ComboSources,
    private readonly request: ComboRequest,
  ) {}

  /**
   * What an image can be taken as.
   * @throws TrunklineError when the index does not have it, or it cannot be read
   */
  public async choice(image: ComboImageRequest): Promise<Choice<ImageVariant>> {
    const called = `${image.name}:${image.tag}`;
    if (image.dockerfile !== undefined) {
      const variant = {
        request: image,
        tag: image.tag,
        dockerfile: image.dockerfile,
        commit: undefined,
        architectures: undefined,
      };
      const base = readBase(sortStages(await this.dockerfile(variant)).base);
      return { image: called, usual: variant, variants: [{ variant, release: base.release }] };
    }
    const name = officialName(image.name);
    if (name === undefined) {
      throw new TrunklineError(
        'ComboInvalid',
        `${called} is not an official image. Give its Dockerfile as ${called}@FILE_OR_URL.`,
      );
    }
    const place = `${(this.request.index ?? DEFAULT_INDEX).replace(/\/+$/, '')}/${encodeURIComponent(name)}`;
    const entries = readLibraryFile(await this.sources.fetchText(place), place);
    const { usual, all } = findCandidates({ name, tag: image.tag }, entries, place, this.request.architecture);
    let usualVariant: ImageVariant | undefined;
    const variants: { variant: ImageVariant; release: Candidate['release'] }[] = [];
    for (const candidate of all) {
      const variant = this.variant(image, candidate, place);
      if (candidate === usual) usualVariant = variant;
      // A tag like `21-alpine` does not say its release, nor does one without any system: the FROM does.
      const isTold = candidate.release?.name !== undefined;
      const release = isTold ? candidate.release : readBase(sortStages(await this.dockerfile(variant)).base).release;
      variants.push({ variant, release });
    }
    return { image: called, usual: usualVariant ?? this.variant(image, usual, place), variants };
  }

  /** The Dockerfile of a variant. @throws TrunklineError when it is not there, or cannot be read */
  public dockerfile(variant: ImageVariant): Promise<DockerfileText> {
    const { dockerfile: place } = variant;
    const reading =
      this.read.get(place) ?? this.readText(place).then((text) => readDockerfile(text, shownPlace(place)));
    this.read.set(place, reading);
    return reading;
  }

  private readText(place: string): Promise<string> {
    return isAddress(place) ? this.sources.fetchText(place) : this.sources.readText(place);
  }

  private variant(request: ComboImageRequest, { tag, entry }: Candidate, place: string): ImageVariant {
    const linux = entry.architectures.filter((name) => !name.startsWith('windows-'));
    const wanted = this.request.architecture ?? (linux.includes('amd64') ? 'amd64' : (linux[0] ?? 'amd64'));
    const source = entry.source(wanted);
    const at = `${place} line ${String(entry.line)}`;
    return { request, tag, dockerfile: rawUrl(source, at), commit: source.commit, architectures: linux };
  }
}
