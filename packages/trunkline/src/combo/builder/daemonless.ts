// buildah and podman: no engine, and the same libraries for images and registries.
import { readFile, writeFile } from 'node:fs/promises';
import { speaksPlainHttp } from '../registry/endpoint.js';
import { parseReference } from '../registry/reference.js';
import type { BuildRequest, Builder, BuilderName, TrialResult } from './builder.js';
import { refuseHeredocs } from './heredoc-support.js';
import { labelArguments, labelsFrom } from './labels.js';
import { runInContainer } from './trial.js';
import { discardUntagged, idOf } from './untagged.js';
import type { Workshop } from './workshop.js';

type Daemonless = Exclude<BuilderName, 'docker'>;

/** The builder, where the program is installed and can reach its images; else undefined. */
export async function findDaemonless(name: Daemonless, workshop: Workshop): Promise<Builder | undefined> {
  const { exitCode, stdout } = await workshop.run([name, '--version']);
  if (exitCode !== 0) return undefined;
  const [version = stdout.trim()] = /\d+\.\d+\S*/.exec(stdout) ?? [];
  return name === 'buildah' ? new Buildah(workshop, version) : new Podman(workshop, version);
}

abstract class DaemonlessBuilder implements Builder {
  public abstract readonly name: Daemonless;

  public constructor(
    protected readonly workshop: Workshop,
    public readonly version: string,
  ) {}

  public abstract run(image: string, command: readonly [string, ...string[]]): Promise<TrialResult>;
  public abstract labels(name: string): Promise<Readonly<Record<string, string>> | undefined>;

  public async build({ dockerfile, images, labels, platform }: BuildRequest): Promise<string> {
    refuseHeredocs(dockerfile, this.name, this.version);
    // Each is pulled by itself, since a build could trust plain HTTP for all registries or for none.
    for (const image of images) {
      await this.#withRegistry(image, (registry) =>
        this.workshop.watch(`${image} was not pulled`, [
          ...([this.name, 'pull', '--platform', platform] as const),
          ...registry,
          image,
        ]),
      );
    }
    const [file, id] = [this.workshop.path('Dockerfile'), this.workshop.path('image-id')];
    await writeFile(file, dockerfile);
    await this.workshop.watch('The combo was not built', [
      this.name,
      'build',
      // The OCI format has no place for SHELL, which Dockerfiles rely on.
      ...['--format', 'docker', '--pull=never', '--file', file, '--iidfile', id, '--platform', platform],
      ...labelArguments(labels),
      await this.workshop.emptyFolder(),
    ]);
    return (await readFile(id, 'utf8')).trim().replace(/^sha256:/, '');
  }

  public async tag(image: string, name: string): Promise<void> {
    const replaced = await idOf(this.name, inFull(name), this.workshop);
    await this.workshop.expect('The combo was not named', [this.name, 'tag', image, inFull(name)]);
    if (replaced !== undefined) await this.discard(replaced);
  }

  public discard(image: string): Promise<void> {
    return discardUntagged(this.name, image, this.workshop);
  }

  public async push(name: string): Promise<string> {
    const digest = this.workshop.path('digest');
    await this.#withRegistry(name, (registry) =>
      this.workshop.watch('The combo was not pushed', [
        ...([this.name, 'push', '--digestfile', digest] as const),
        ...registry,
        name,
        `docker://${name}`,
      ]),
    );
    return (await readFile(digest, 'utf8')).trim();
  }

  /** Where the login of an image's registry is, and whether it speaks TLS. */
  #withRegistry<T>(image: string, use: (registry: readonly string[]) => Promise<T>): Promise<T> {
    const plain = speaksPlainHttp(parseReference(image).registry, this.workshop.options.insecure);
    return this.workshop.withLogins([image], (file) =>
      use(['--authfile', file, ...(plain ? ['--tls-verify=false'] : [])]),
    );
  }
}

class Buildah extends DaemonlessBuilder {
  public readonly name = 'buildah';

  public async run(image: string, command: readonly [string, ...string[]]): Promise<TrialResult> {
    const container = await this.workshop.expect('The combo cannot be tried', [
      'buildah',
      'from',
      '--pull=never',
      image,
    ]);
    try {
      // Chroot isolation takes the option, and has the machine's network all the same: it makes no network of its own.
      return await this.workshop.try(['buildah', 'run', '--network', 'none', container, '--', ...command]);
    } finally {
      await this.workshop.tidy(['buildah', 'rm', container]);
    }
  }

  public async labels(name: string): Promise<Readonly<Record<string, string>> | undefined> {
    // It cannot print one part as JSON, as docker and podman can.
    const inspected = await this.workshop.run(['buildah', 'inspect', '--type', 'image', inFull(name)]);
    return labelsFrom(
      inspected,
      (whole) => (whole as { OCIv1?: { config?: { Labels?: unknown } } }).OCIv1?.config?.Labels,
    );
  }
}

class Podman extends DaemonlessBuilder {
  public readonly name = 'podman';

  public run(image: string, command: readonly [string, ...string[]]): Promise<TrialResult> {
    return runInContainer('podman', image, command, this.workshop);
  }

  public async labels(name: string): Promise<Readonly<Record<string, string>> | undefined> {
    return labelsFrom(
      await this.workshop.run(['podman', 'image', 'inspect', '--format', '{{json .Config.Labels}}', inFull(name)]),
    );
  }
}

/** A name without a host would also be found at the end of others, such as that of a registry's combo. */
function inFull(name: string): string {
  return name.includes('/') ? name : `localhost/${name}`;
}
