// What is wrong with the properties of a combined image.
import { Token } from 'aws-cdk-lib';
import { accountProblems } from '../patterns/pattern-problems';
import type { ComboImageAttributes, ComboImageProps } from './combo-image-props';
import { comboName, imageProblems, prefixProblems } from './combo-name';

/** One sentence for every mistake. */
export function comboProblems(props: ComboImageProps): string[] {
  const { images, environment = {}, installCommands, trunklineVersion } = props;
  const problems = imageProblems(images);
  if (problems.length === 0) problems.push(...repositoryProblems(comboName(images).name, props));
  problems.push(...optionProblems(props), ...environmentProblems(environment), ...credentialProblems(props));
  if (installCommands?.length === 0) problems.push('installCommands is empty, but the build needs trunkline.');
  if (trunklineVersion !== undefined && installCommands !== undefined) {
    problems.push('trunklineVersion is given together with installCommands, which say it; keep one of them.');
  }
  if (trunklineVersion !== undefined && !/^[A-Za-z0-9][A-Za-z0-9.+-]*$/.test(trunklineVersion)) {
    problems.push(`trunklineVersion ${JSON.stringify(trunklineVersion)} is no version; one looks like "1.4.0".`);
  }
  problems.push(...countProblems(props), ...timeoutProblems(props), ...emailProblems(props));
  return problems;
}

// What the command takes, from the grammar of references to images (github.com/distribution/reference): otherwise the
// first build would be what refuses it.
const HOST =
  '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9-]*[A-Za-z0-9])*|\\[[0-9A-Fa-f:]+\\])(?::\\d{1,5})?';
const PATH = '[a-z0-9]+(?:(?:\\.|__?|-+|/)[a-z0-9]+)*';
const REFERENCE = new RegExp(
  `^(?:(?=localhost/|[^/]*[.:])${HOST}/)?${PATH}(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);
const REGISTRY = new RegExp(`^${HOST}(?:/${PATH})?$`);

function optionProblems({ baseImage, user, workingDirectory, registry }: ComboImageProps): string[] {
  const rules: [string, string | undefined, RegExp, string][] = [
    ['baseImage', baseImage, REFERENCE, 'is no image, such as "debian:bookworm"'],
    ['user', user, /^[^\s"'\\$-][^\s"'\\$]*$/, 'is not one plain word'],
    [
      'workingDirectory',
      workingDirectory,
      /^\/[^"'\\$\p{Cc}]*$/u,
      'is not an absolute path without quotes and variables',
    ],
    [
      'registry',
      registry,
      REGISTRY,
      'is no host with or without a path, without "https://", such as "public.ecr.aws/docker"',
    ],
  ];
  return rules.flatMap(([property, value, rule, what]) => {
    if (value === undefined) return [];
    if (Token.isUnresolved(value)) return [`${property} is known at deployment only.`];
    return rule.test(value) ? [] : [`${property} ${JSON.stringify(value)} ${what}.`];
  });
}

function environmentProblems(environment: Record<string, string>): string[] {
  const names = Object.keys(environment).filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  return [
    ...names.map((name) => `environment: ${JSON.stringify(name)} is no name of a variable.`),
    ...Object.entries(environment).flatMap(([name, value]) => {
      if (Token.isUnresolved(value)) return [`environment: the value of ${name} is known at deployment only.`];
      if (!/\p{Cc}/u.test(value)) return [];
      return [`environment: the value of ${name} has a line break or another control character in it.`];
    }),
  ];
}

/** All names of docker.io are pulled from the registry, so that nobody would ask for the credentials. */
function credentialProblems({ dockerHubCredentials, registry = '' }: ComboImageProps): string[] {
  const isDockerHub = /^(?:(?:index\.|registry-1\.)?docker\.io|registry\.hub\.docker\.com)(?:\/|$)/i.test(registry);
  if (dockerHubCredentials === undefined || isDockerHub) return [];
  return [
    "dockerHubCredentials are for Docker Hub, and nothing is pulled from there; add registry: 'docker.io', or leave them out.",
  ];
}

/** The same for a combo that was created elsewhere. */
export function attributeProblems({ images, account, prefix }: ComboImageAttributes): string[] {
  return [
    ...imageProblems(images),
    ...accountProblems('account', account === undefined ? [] : [account]),
    ...(prefix === undefined ? [] : prefixProblems(prefix)),
  ];
}

function repositoryProblems(name: string, { repository, maxImageCount }: ComboImageProps): string[] {
  if (repository === undefined) return [];
  const problems: string[] = [];
  if (repository.comboName !== name) {
    problems.push(`repository is for combos called ${repository.comboName}, and the images make one called ${name}.`);
  }
  if (maxImageCount !== undefined) {
    problems.push('maxImageCount is for a repository of its own; give it to the `ComboRepository`.');
  }
  return problems;
}

function countProblems({ maxImageCount }: ComboImageProps): string[] {
  if (maxImageCount === undefined || (Number.isInteger(maxImageCount) && maxImageCount > 0)) return [];
  return [`maxImageCount ${String(maxImageCount)} is not a whole number above 0.`];
}

/** Source: CodeBuild API Reference, Project, timeoutInMinutes. */
function timeoutProblems({ timeout }: ComboImageProps): string[] {
  const minutes = timeout?.toMinutes({ integral: false });
  if (minutes === undefined || (minutes >= 5 && minutes <= 2160)) return [];
  return [`timeout is ${String(minutes)} minutes; CodeBuild takes 5 minutes to 36 hours.`];
}

function emailProblems({ emails = [] }: ComboImageProps): string[] {
  return emails
    .filter((email) => !Token.isUnresolved(email) && !/^[^\s@]+@[^\s@]+$/.test(email))
    .map((email) => `emails: ${JSON.stringify(email)} is no address.`);
}
