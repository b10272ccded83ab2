// What the construct refuses, as the command would: otherwise the first build is what finds it.
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import type { ComboImageProps } from '../../src';
import { comboProblems } from '../../src/images/combo-problems';
import { stackIn } from '../patterns/stacks';
import { IMAGES } from './stacks';

function problemsOf(props: Partial<ComboImageProps>): string[] {
  return comboProblems({ images: IMAGES, ...props });
}

test.each<Partial<ComboImageProps>>([
  { baseImage: 'debian:bookworm' },
  { baseImage: 'scratch' },
  { baseImage: 'ghcr.io/acme/base-image:1.2' },
  { baseImage: 'registry.test:5000/a/b__c' },
  { baseImage: `buildpack-deps@sha256:${'0'.repeat(64)}` },
  { user: 'build' },
  { user: '1000:1000' },
  { workingDirectory: '/' },
  { workingDirectory: '/srv/with space' },
  { registry: 'docker.io' },
  { registry: 'public.ecr.aws/docker' },
  { registry: 'registry.test:5000/mirror/hub' },
  { registry: '[::1]:5000' },
  { environment: { GREETING: `it's "$HOME" \\o/`, EMPTY: '' } },
])('takes %j', (props) => {
  expect(problemsOf(props)).toEqual([]);
});

describe('refuses', () => {
  test.each<[Partial<ComboImageProps>, RegExp]>([
    [{ baseImage: 'debian:"bookworm"' }, /^baseImage .* is no image/],
    [{ baseImage: 'debian:$RELEASE' }, /^baseImage .* is no image/],
    [{ baseImage: 'Debian:bookworm' }, /^baseImage .* is no image/],
    [{ baseImage: 'Acme/debian' }, /^baseImage .* is no image/],
    [{ baseImage: 'https://docker.io/debian' }, /^baseImage .* is no image/],
    [{ baseImage: '--push' }, /^baseImage .* is no image/],
    [{ baseImage: '' }, /^baseImage .* is no image/],
    [{ user: '$USER' }, /^user .* is not one plain word/],
    [{ user: "build'" }, /^user .* is not one plain word/],
    [{ user: 'a b' }, /^user .* is not one plain word/],
    [{ user: '-u' }, /^user .* is not one plain word/],
    [{ workingDirectory: 'src' }, /^workingDirectory .* is not an absolute path/],
    [{ workingDirectory: '/a\nRUN b' }, /^workingDirectory .* is not an absolute path/],
    [{ workingDirectory: '/$HOME' }, /^workingDirectory .* is not an absolute path/],
    [{ registry: 'https://docker.io' }, /^registry .* is no host/],
    [{ registry: 'docker..io' }, /^registry .* is no host/],
    [{ registry: 'docker.io/' }, /^registry .* is no host/],
    [{ registry: 'docker.io/Hub' }, /^registry .* is no host/],
    [{ registry: 'user@docker.io' }, /^registry .* is no host/],
    [{ environment: { MOTD: 'a\nb' } }, /^environment: the value of MOTD has a line break/],
    [{ environment: { MOTD: 'a\u0000' } }, /^environment: the value of MOTD has a line break/],
    [{ environment: { MOTD: '\u0085' } }, /^environment: the value of MOTD has a line break/],
  ])('%j', (props, sentence) => {
    const [problem, ...others] = problemsOf(props);
    expect(problem).toMatch(sentence);
    expect(others).toEqual([]);
  });

  test('credentials for a registry that is not asked', () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-AbCdEf';
    const dockerHubCredentials = Secret.fromSecretCompleteArn(stackIn(), 'Hub', arn);
    const sentence =
      "dockerHubCredentials are for Docker Hub, and nothing is pulled from there; add registry: 'docker.io', or leave them out.";
    expect(problemsOf({ dockerHubCredentials })).toEqual([sentence]);
    expect(problemsOf({ dockerHubCredentials, registry: 'mirror.test/hub' })).toEqual([sentence]);
    for (const registry of ['docker.io', 'index.docker.io']) {
      expect(problemsOf({ dockerHubCredentials, registry })).toEqual([]);
    }
  });
});
