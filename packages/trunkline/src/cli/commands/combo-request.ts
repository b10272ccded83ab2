// The words of a `trunkline combo` command line, read and checked; every mistake is told at once.
import type { Combo, ComboImageRequest, ComboRequest } from '../../combo/combo.js';
import { comboName } from '../../combo/name.js';
import { hostPlatform, parsePlatform, type Platform } from '../../combo/registry/platform.js';
import { isHost, parseReference } from '../../combo/registry/reference.js';
import { isAddress } from '../../combo/place.js';
import { imageMistakes, optionMistakes } from '../../combo/request-mistakes.js';
import { TrunklineError } from '../../model/errors.js';
import type { ComboOptions } from '../options.js';

/** Where a combo lies. */
export interface ComboPlace {
  /** With its tag: `python_node:3.12_22`, or in a registry. */
  readonly name: string;
  /** The host; undefined for a combo that is on this machine alone. */
  readonly registry: string | undefined;
}

const MIRROR_PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+|\/)[a-z0-9]+)*$/;

/** A command line that was read. */
export interface ComboCommandLine {
  readonly request: ComboRequest;
  readonly platform: Platform;
  /** Hosts that speak plain HTTP. */
  readonly insecure: readonly string[];
  readonly place: ComboPlace;
}

/**
 * Reads images and options.
 * @throws TrunklineError UsageInvalid with all mistakes
 */
export function readComboRequest(images: readonly string[], options: ComboOptions): ComboCommandLine {
  const mistakes: string[] = [];
  const attempt = <Value>(work: () => Value): Value | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof TrunklineError)) throw error;
      mistakes.push(...(error.details.length > 0 ? error.details : [error.message]));
      return undefined;
    }
  };
  const read = images.map((text) => attempt(() => readImage(text)));
  const { from, env, user, workdir, index, registry, platform, push, repository } = options;
  if (from !== undefined && from !== 'scratch') attempt(() => parseReference(from));
  if (index !== undefined && !isAddress(index)) mistakes.push(`--index ${JSON.stringify(index)} is no URL.`);
  if (registry !== undefined && !isMirror(registry)) {
    mistakes.push(
      `--registry ${JSON.stringify(registry)} is no HOST or HOST/PREFIX, without "https://", such as public.ecr.aws/docker.`,
    );
  }
  if (push && repository === undefined) mistakes.push('--push needs --repository, the place to push to.');
  const wanted = platform === undefined ? hostPlatform(process.arch) : attempt(() => parsePlatform(platform));
  const request: ComboRequest = {
    images: read.filter((image) => image !== undefined),
    ...(env === undefined ? {} : { environment: env }),
    ...(from === undefined ? {} : { from }),
    ...(user === undefined ? {} : { user }),
    ...(workdir === undefined ? {} : { workdir }),
    ...(index === undefined ? {} : { index }),
    ...(registry === undefined ? {} : { registry }),
    ...(wanted ? { architecture: architectureOf(wanted) } : {}),
  };
  // An image that could not be read would be missed a second time.
  if (!read.includes(undefined)) mistakes.push(...imageMistakes(request.images));
  mistakes.push(...optionMistakes(request));
  const insecure = attempt(() => readInsecureHosts(options.insecure));
  // Where the images are wrong, the place is looked at with others.
  const place = attempt(() =>
    comboPlace(mistakes.length > 0 ? { name: 'a_b', tag: '1' } : comboName(request.images), options),
  );
  if (mistakes.length > 0 || !wanted || !insecure || !place) throw wrong(mistakes);
  return { request, platform: wanted, insecure, place };
}

/** @throws TrunklineError UsageInvalid for what is no host */
function readInsecureHosts(hosts: readonly string[] = []): readonly string[] {
  const mistakes = hosts.flatMap((host) =>
    isHost(host) ? [] : [`--insecure ${JSON.stringify(host)} is no host, such as registry.test:5000.`],
  );
  if (mistakes.length > 0) throw wrong(mistakes);
  return hosts.map((host) => host.toLowerCase());
}

/**
 * Where the combo lies: in `--repository`, or on this machine.
 * @throws TrunklineError UsageInvalid where that is no place
 */
function comboPlace({ name, tag }: Pick<Combo, 'name' | 'tag'>, { repository }: ComboOptions): ComboPlace {
  if (repository === undefined) return { name: `${name}:${tag}`, registry: undefined };
  const whole = `${repository}${repository.endsWith('/') ? name : ''}:${tag}`;
  const [first = ''] = repository.split('/');
  const namesHost = repository.includes('/') && (/[.:]/.test(first) || first === 'localhost');
  if (!namesHost || repository.includes('@')) {
    throw wrong([`--repository ${JSON.stringify(repository)} names no registry. Give HOST/NAME, or HOST/PREFIX/.`]);
  }
  const { registry } = parseReference(whole);
  return { name: whole, registry };
}

/** NAME:TAG, or NAME:TAG@FILE_OR_URL. */
function readImage(text: string): ComboImageRequest {
  const at = text.indexOf('@');
  const [image, dockerfile] = at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
  // An address may have a secret in it.
  const shown = JSON.stringify(dockerfile === undefined ? image : `${image}@...`);
  const { tag, digest } = parseReference(image);
  if (tag === undefined || digest !== undefined || dockerfile === '') {
    throw wrong([`${shown} is not NAME:TAG, such as python:3.12, nor NAME:TAG@FILE_OR_URL with its Dockerfile.`]);
  }
  if (dockerfile?.startsWith('sha256:')) {
    throw wrong([`${shown} names a digest; behind "@" stands the file or URL of a Dockerfile.`]);
  }
  const name = image.slice(0, -tag.length - 1);
  return { name, tag, ...(dockerfile === undefined ? {} : { dockerfile }) };
}

function isMirror(text: string): boolean {
  const [host = '', ...path] = text.split('/');
  return isHost(host) && (path.length === 0 || MIRROR_PATH.test(path.join('/')));
}

/** The index says `arm64v8` and `arm32v7` where platforms say `linux/arm64` and `linux/arm/v7`. */
function architectureOf({ architecture, variant }: Platform): string {
  if (architecture === 'arm64') return `arm64${variant ?? 'v8'}`;
  if (architecture === 'arm') return `arm32${variant ?? 'v7'}`;
  return architecture === '386' ? 'i386' : architecture;
}

function wrong(mistakes: readonly string[]): TrunklineError {
  const [only = ''] = mistakes;
  if (mistakes.length === 1) return new TrunklineError('UsageInvalid', only);
  return new TrunklineError('UsageInvalid', `The command line has ${mistakes.length} mistakes:`, mistakes);
}
