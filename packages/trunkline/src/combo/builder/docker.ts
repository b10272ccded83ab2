// docker: an engine that runs somewhere, and its client.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TrunklineError } from '../../model/errors.js';
import type { BuildRequest, Builder, TrialResult } from './builder.js';
import { labelArguments, labelsFrom } from './labels.js';
import { runInContainer } from './trial.js';
import { discardUntagged, idOf } from './untagged.js';
import type { Workshop } from './workshop.js';

/** The builder, where docker is installed and its engine answers; else undefined. */
export async function findDocker(workshop: Workshop): Promise<Builder | undefined> {
  const { exitCode, stdout } = await workshop.run(['docker', 'version', '--format', '{{.Server.Version}}']);
  return exitCode === 0 ? new Docker(workshop, stdout.trim()) : undefined;
}

class Docker implements Builder {
  public readonly name = 'docker';

  public constructor(
    private readonly workshop: Workshop,
    public readonly version: string,
  ) {}

  public async build({ dockerfile, images, labels, platform }: BuildRequest): Promise<string> {
    const [file, id] = [this.workshop.path('Dockerfile'), this.workshop.path('image-id')];
    await writeFile(file, dockerfile);
    // A builder of buildx that is a container keeps what it built to itself. Without buildx there is no such option.
    const { exitCode } = await this.workshop.run(['docker', 'buildx', 'version']);
    const build = exitCode === 0 ? ['buildx', 'build', '--load'] : ['build'];
    const argv = [...build, '--file', file, '--iidfile', id, '--platform', platform, '--progress', 'plain'];
    const context = await this.workshop.emptyFolder();
    await this.workshop.withLogins(images, (logins) =>
      this.workshop.watch(
        'The combo was not built',
        ['docker', ...argv, ...labelArguments(labels), context],
        // Engines older than 23 have BuildKit, which heredocs need, and do not use it unasked.
        { DOCKER_BUILDKIT: '1', DOCKER_CONFIG: dirname(logins) },
      ),
    );
    return (await readFile(id, 'utf8')).trim();
  }

  public run(image: string, command: readonly [string, ...string[]]): Promise<TrialResult> {
    return runInContainer('docker', image, command, this.workshop);
  }

  public discard(image: string): Promise<void> {
    return discardUntagged('docker', image, this.workshop);
  }

  public async tag(image: string, name: string): Promise<void> {
    const replaced = await idOf('docker', name, this.workshop);
    await this.workshop.expect('The combo was not named', ['docker', 'tag', image, name]);
    if (replaced !== undefined) await this.discard(replaced);
  }

  public async push(name: string): Promise<string> {
    const { tail } = await this.workshop.withLogins([name], (logins) =>
      this.workshop.watch('The combo was not pushed', ['docker', 'push', name], { DOCKER_CONFIG: dirname(logins) }),
    );
    const digests = [...tail.matchAll(/\bdigest: (sha256:[0-9a-f]{64})\b/g)].map(([, digest]) => digest);
    const digest = digests.at(-1);
    if (digest !== undefined) return digest;
    throw new TrunklineError('ImageBuildFailed', `docker pushed ${name} and did not say its digest. Look it up there.`);
  }

  public async labels(name: string): Promise<Readonly<Record<string, string>> | undefined> {
    return labelsFrom(
      await this.workshop.run(['docker', 'image', 'inspect', '--format', '{{json .Config.Labels}}', name]),
    );
  }
}
