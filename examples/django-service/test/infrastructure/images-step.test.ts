// The commands of the images step, run by a shell as CodeBuild does, with programs in place of docker and aws that write
// down how they were called. `images` is what the registries hold; `lost` are pushes that another build wins.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { PipelineConfig, PipelineContext, StageContext } from 'cdk-trunkline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImagesStep } from '../../lib/images-step';
import { imageTag } from '../../lib/names';
import { projectConfig } from './new-app';

const TOOLING = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const STAGE = '444455556666.dkr.ecr.eu-west-1.amazonaws.com';
const BASE_IMAGE = `${TOOLING}/combos/python_node:3.12_22`;
const shared = `${TOOLING}/django-service-images:${imageTag()}`;
const own = `${STAGE}/django-service-prod:${imageTag()}`;
const DIGEST = `sha256:${'a1'.repeat(32)}`;

const FAKES = {
  // Whose credentials a call has is told by the profile.
  aws: `
    echo "\${AWS_PROFILE:-itself}: aws $*" >> calls
    case "$*" in
      *get-login-password*) echo "\${AWS_PROFILE:-itself}" ;;
      *describe-images*) grep -q "/django-service-prod:" images && echo ${DIGEST} ;;
    esac`,
  docker: `
    [ "$1" != login ] || read -r password
    echo "docker $*" >> calls
    for last; do :; done
    # A configuration holds one login for each host, as Docker's does, and a push is refused to whom it is not for.
    logins="\${DOCKER_CONFIG:-home}"
    mkdir -p "$logins"
    signed_in() { cat "$logins/\${last%%/*}"; }
    case "$1" in
      login) echo "$password" > "$logins/$last" ;;
      push) case "$last" in *-images:*) [ "$(signed_in)" = itself ] ;; *) [ "$(signed_in)" = trunkline ] ;; esac || exit 1 ;;
      manifest) [ "$(signed_in)" = trunkline ] || exit 1 ;;
      pull) [ "$(signed_in)" = itself ] || exit 1 ;;
    esac
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

const stack = (): Stack => new Stack(new App(), 'Stack');

function step(scope = stack()): ImagesStep {
  const config = PipelineConfig.fromObject(projectConfig());
  const pipeline = new PipelineContext(config, config.pipeline('production'), 'django-service-production');
  return new ImagesStep(
    scope,
    new StageContext(pipeline, config.account('prod'), 'eu-west-1', 'prod', 'Prod-Bootstrap'),
  );
}

/** Runs the step while the registries hold some images; one shell runs all commands, and ends at the first that fails. */
function run(
  images: string[],
  lost: string[] = [],
  registry = STAGE,
): { ok: boolean; calls: string[]; images: string[] } {
  writeFileSync(join(folder, 'images'), images.map((image) => `${image}\n`).join(''));
  writeFileSync(join(folder, 'lost'), lost.map((image) => `${image}\n`).join(''));
  const { commands, env } = step();
  const { status } = spawnSync('/bin/sh', ['-c', commands.map((command) => `${command} || exit 1`).join('\n')], {
    cwd: folder,
    env: {
      ...env,
      REPOSITORY_URI: `${registry}/django-service-prod`,
      PATH: [folder, process.env['PATH']].join(delimiter),
    },
  });
  const lines = (file: string): string[] =>
    existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim().split('\n') : [];
  return { ok: status === 0, calls: lines('calls'), images: lines('images') };
}

const verbs = (calls: string[]): string[] =>
  calls.filter((call) => /docker (build|push|tag)/.test(call)).map((call) => call.split(' ').slice(0, 2).join(' '));

describe('the images step', () => {
  it('builds on the combo as itself, and pushes and writes the digest with the role of the stage', () => {
    const { ok, calls, images } = run([]);
    expect(calls).toEqual([
      'itself: aws ecr get-login-password --region eu-central-1',
      `docker login --username AWS --password-stdin ${TOOLING}`,
      'trunkline: aws ecr get-login-password --region eu-west-1',
      `docker login --username AWS --password-stdin ${STAGE}`,
      `docker pull ${shared}`,
      `docker build --build-arg BASE_IMAGE=${BASE_IMAGE} --file examples/django-service/container/Dockerfile ` +
        `--tag ${shared} examples/django-service`,
      `docker push ${shared}`,
      `docker manifest inspect ${own}`,
      `docker tag ${shared} ${own}`,
      `docker push ${own}`,
      `trunkline: aws ecr describe-images --repository-name django-service-prod --image-ids imageTag=${imageTag()} ` +
        '--query imageDetails[0].imageDigest --output text',
      `trunkline: aws ssm put-parameter --name /django-service/prod/image-digest --type String --value ${DIGEST} --overwrite`,
    ]);
    expect(images).toEqual([shared, own]);
    expect(ok).toBe(true);
  });

  it('neither builds nor pushes an image that is there already, and writes its digest all the same', () => {
    const { ok, calls } = run([shared, own]);
    expect(ok).toBe(true);
    expect(verbs(calls)).toEqual([]);
    expect(calls.at(-1)).toContain(`--value ${DIGEST}`);
  });

  it('copies an image that was built for another stage, or by another build that pushed first', () => {
    expect(verbs(run([shared]).calls)).toEqual(['docker tag', 'docker push']);
    const { ok, images } = run([], [shared]);
    expect(ok).toBe(true);
    expect(images).toEqual([shared, own]);
  });

  it("fails, and leaves the digest as it is, where the image does not reach the stage's repository", () => {
    const { ok, calls } = run([shared], [own]);
    expect(ok).toBe(false);
    expect(calls.filter((call) => call.includes('put-parameter'))).toEqual([]);
  });

  it('signs in to each registry by itself, also where both are one host', () => {
    const inOneAccount = own.replace(STAGE, TOOLING);
    const { ok, images } = run([], [], TOOLING);
    expect(images).toEqual([shared, inOneAccount]);
    expect(ok).toBe(true);
  });

  it("has a build's role that pulls the combo, pulls and pushes what is shared, and writes nothing else", () => {
    const statements = (step().rolePolicyStatements ?? []).map(
      (statement) => statement.toStatementJson() as { Action: string | string[]; Resource: string },
    );
    const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
    const push = ['ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];
    const repository = 'arn:aws:ecr:eu-central-1:111122223333:repository';
    expect(statements.map(({ Action, Resource }) => [[Action].flat().sort(), Resource])).toEqual([
      [['sts:AssumeRole'], 'arn:aws:iam::444455556666:role/django-service-prod-images-eu-west-1'],
      [['ecr:GetAuthorizationToken'], '*'],
      [[...pull, ...push].sort(), `${repository}/django-service-images`],
      [pull, `${repository}/combos/python_node`],
    ]);
  });
});
