// The environment of a build: the whole of it, made from nothing.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EnvironmentVariable } from '../../model/project.js';
import { lookUp } from './referenced-values.js';
import type { BuildRequest } from './request.js';
import type { Sandbox } from './sandbox.js';

/** A build's variables. */
export interface BuildEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** Values that must never be shown. */
  readonly secrets: readonly string[];
  /** Names that came from Parameter Store or Secrets Manager: they cannot be exported. */
  readonly referenced: ReadonlySet<string>;
  /** What could not be looked up. */
  readonly problems: readonly string[];
}

/**
 * The variables of a build. One name's value comes from the action, else the project, else the buildspec, else the
 * sandbox; names of CodeBuild's own are reserved. Values are literal: `$PATH:/x` is not expanded.
 * Source: CodeBuild User Guide, environment variables in build environments.
 */
export function buildEnvironment(request: BuildRequest, sandbox: Sandbox): BuildEnvironment {
  const { buildspec } = request;
  const chosen = new Map<string, EnvironmentVariable>();
  const add = (type: EnvironmentVariable['type'], values: Readonly<Record<string, string>>): void => {
    for (const [name, value] of Object.entries(values)) chosen.set(name, { name, value, type });
  };
  add('PLAINTEXT', buildspec.variables);
  add('PARAMETER_STORE', buildspec.parameterStore);
  add('SECRETS_MANAGER', buildspec.secretsManager);
  for (const variable of request.project.environmentVariables) chosen.set(variable.name, variable);
  for (const variable of request.environmentVariables) chosen.set(variable.name, variable);

  const variables: Record<string, string> = sandboxVariables(request, sandbox);
  const secrets: string[] = [];
  const problems: string[] = [];
  const referenced = new Set<string>();
  for (const { name, value, type } of chosen.values()) {
    if (!/^[^=\0]+$/.test(name) || value.includes('\0')) {
      problems.push(`Variable ${JSON.stringify(name)} cannot be set: its name or value holds = or a NUL character.`);
      continue;
    }
    if (type === 'PLAINTEXT') {
      variables[name] = value;
      continue;
    }
    referenced.add(name);
    const found = lookUp({ name, type, reference: value }, request.secrets);
    if ('problem' in found) problems.push(found.problem);
    else {
      variables[name] = found.value;
      secrets.push(found.value);
    }
  }
  Object.assign(variables, codeBuildVariables(request, sandbox));
  return { variables, secrets: [...secrets, ...proxyPasswords(request)], referenced, problems };
}

/** What stands for the build image: its programs, home and locale, and the way to the registries. */
function sandboxVariables({ machine }: BuildRequest, sandbox: Sandbox): Record<string, string> {
  return {
    ...machine.network,
    ...machine.npm,
    npm_config_prefix: sandbox.npmPrefix,
    npm_config_globalconfig: sandbox.npmrc,
    PATH: [join(sandbox.npmPrefix, 'bin'), sandbox.tools, ...machine.path].join(':'),
    HOME: sandbox.home,
    TMPDIR: sandbox.tmp,
    LANG: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
    // Where the machine is an EC2 instance, the SDKs would otherwise take its role.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/**
 * CodeBuild's own. Left out, since a rehearsal has nothing true to say: `CODEBUILD_SOURCE_VERSION` (the S3 ARN of the
 * input artifact), `CODEBUILD_BUILD_URL`, the agent's and the credentials' endpoints.
 */
function codeBuildVariables(request: BuildRequest, sandbox: Sandbox): Record<string, string> {
  const { project, pipelineName, sourceVersion } = request;
  const { account, region } = project.declaredAt.environment;
  const id = randomUUID();
  const sources = request.secondarySources.map(({ name }) => [`CODEBUILD_SRC_DIR_${name}`, sandbox.source(name)]);
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    CODEBUILD_BUILD_ARN: `arn:aws:codebuild:${region}:${account}:build/${project.name}:${id}`,
    CODEBUILD_BUILD_ID: `${project.name}:${id}`,
    CODEBUILD_BUILD_IMAGE: project.image,
    CODEBUILD_BUILD_NUMBER: String(request.buildNumber),
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_CI: 'true',
    CODEBUILD_INITIATOR: `codepipeline/${pipelineName}`,
    CODEBUILD_KMS_KEY_ID: `arn:aws:kms:${region}:${account}:alias/aws/s3`,
    CODEBUILD_LOG_PATH: id,
    CODEBUILD_SOURCE_REPO_URL: '',
    CODEBUILD_SRC_DIR: sandbox.primarySource,
    CODEBUILD_START_TIME: String(Date.now()),
    ...(sourceVersion === undefined ? {} : { CODEBUILD_RESOLVED_SOURCE_VERSION: sourceVersion }),
    ...Object.fromEntries(sources),
  };
}

/**
 * The passwords of the machine's proxies, in the forms in which programs print them: as written, decoded, and in a
 * Proxy-Authorization header. A proxy may be given without its scheme, and a token without a name before it.
 */
function proxyPasswords({ machine }: BuildRequest): string[] {
  return Object.entries({ ...machine.network, ...machine.npm }).flatMap(([name, value]) => {
    const written = /(?:https?|all|config)_proxy$/i.test(name) && /^(?:[a-z0-9]+:\/\/)?(.+)@/i.exec(value)?.[1];
    if (!written) return [];
    const forms = [written, decoded(written)];
    const passwords = forms.map((userInfo) => userInfo.slice(userInfo.indexOf(':') + 1));
    return [...passwords, ...forms.map((userInfo) => Buffer.from(userInfo).toString('base64'))];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
