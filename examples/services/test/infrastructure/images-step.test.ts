// The commands of the images step, run by a shell as CodeBuild does, with programs in place of docker, aws and npm that
// write down how they were called. `images` is what the registries hold; `lost` are pushes that another build wins.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { PipelineConfig, PipelineContext, StageContext } from 'cdk-trunkline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImagesStep } from '../../lib/images-step';
import { BASE_IMAGE, imageTag } from '../../lib/names';
import { projectConfig } from './new-app';

const SHARED = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/services-images`;
const OWN = '222233334444.dkr.ecr.eu-central-1.amazonaws.com/services-dev-reports';
const shared = `${SHARED}:${imageTag()}`;
const own = `${OWN}:${imageTag()}`;

const FAKES = {
  npm: 'echo "npm $*" >> calls',
  aws: 'echo "aws $*" >> calls; echo password',
  docker: `
    [ "$1" != login ] || read -r password
    echo "docker $*" >> calls
    for last; do :; done
    case "$1" in
      pull) grep -qx "$last" images ;;
      manifest) grep -qx "$last" images ;;
      push)
        if grep -qx "$last" lost; then echo "$last" >> images; exit 1; fi
        if grep -qx "$last" images; then exit 1; fi
        echo "$last" >> images ;;
      build) [ -n "$BASE_IMAGE" ] ;;
    esac`,
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'images-step-'));
  for (const [name, script] of Object.entries(FAKES)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function step(): ImagesStep {
  const config = PipelineConfig.fromObject(projectConfig());
  const pipeline = new PipelineContext(config, config.pipeline('development'), 'services-development');
  new Stack(new App(), 'Stack');
  return new ImagesStep(new StageContext(pipeline, config.account('dev'), 'eu-central-1', 'dev', 'Dev-Bootstrap'), []);
}

/** Runs the step while the registries hold some images. */
function run(images: string[], lost: string[] = []): { ok: boolean; calls: string[]; images: string[] } {
  writeFileSync(join(folder, 'images'), images.map((image) => `${image}\n`).join(''));
  writeFileSync(join(folder, 'lost'), lost.map((image) => `${image}\n`).join(''));
  const { commands, env } = step();
  const outcomes = commands.map((command) =>
    spawnSync('/bin/sh', ['-c', command], {
      cwd: folder,
      env: {
        ...env,
        AWS_REGION: 'eu-central-1',
        REPOSITORY_URI: OWN,
        PATH: [folder, process.env['PATH']].join(delimiter),
      },
    }),
  );
  const lines = (file: string): string[] =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim().split('\n') : [];
  return { ok: outcomes.every(({ status }) => status === 0), calls: lines('calls'), images: lines('images') };
}

const verbs = (calls: string[]): string[] =>
  calls.filter((call) => /docker (build|push|tag)/.test(call)).map((call) => call.split(' ').slice(0, 2).join(' '));

describe('the images step', () => {
  it('signs in to both registries, bundles, builds on the base image, and pushes to both repositories', () => {
    const { ok, calls, images } = run([]);
    expect(ok).toBe(true);
    expect(calls).toEqual([
      'aws ecr get-login-password --region eu-central-1',
      'docker login --username AWS --password-stdin 111122223333.dkr.ecr.eu-central-1.amazonaws.com',
      'aws ecr get-login-password --region eu-central-1',
      'docker login --username AWS --password-stdin 222233334444.dkr.ecr.eu-central-1.amazonaws.com',
      'npm run build:image --workspace services',
      `docker pull ${shared}`,
      `docker build --build-arg BASE_IMAGE=${BASE_IMAGE} --file examples/services/container/Dockerfile ` +
        `--tag ${shared} examples/services/build/container`,
      `docker push ${shared}`,
      `docker manifest inspect ${own}`,
      `docker tag ${shared} ${own}`,
      `docker push ${own}`,
    ]);
    expect(images).toEqual([shared, own]);
  });

  it('neither builds nor pushes an image that is there already', () => {
    const { ok, calls } = run([shared, own]);
    expect(ok).toBe(true);
    expect(verbs(calls)).toEqual([]);
  });

  it('copies an image that was built for another stage', () => {
    const { ok, calls, images } = run([shared]);
    expect(ok).toBe(true);
    expect(verbs(calls)).toEqual(['docker tag', 'docker push']);
    expect(images).toEqual([shared, own]);
  });

  it('takes the image of another build that pushed first', () => {
    const { ok, calls, images } = run([], [shared]);
    expect(ok).toBe(true);
    expect(calls.filter((call) => call === `docker pull ${shared}`)).toHaveLength(2);
    expect(images).toEqual([shared, own]);
  });

  it("fails where the image does not reach the stage's repository", () => {
    expect(run([shared], [own]).ok).toBe(false);
  });
});
