// The shell commands that give a build the credentials of a stage: an AWS profile that assumes the stage's access role.

/** Whose credentials, and where. */
export interface StageProfile {
  /** The ARN of the role to assume. */
  readonly accessRoleArn: string;
  /** The region that commands call by default. */
  readonly region: string;
  /** What the session's name begins with, which is how CloudTrail names the caller. */
  readonly session: string;
}

/** The profile's name: one that no configuration of a build image has by chance. */
export const PROFILE = 'trunkline';

// Source: STS API Reference, AssumeRole, `RoleSessionName`: at most 64 characters, of which the build's number takes some.
const LONGEST_SESSION = 52;

/**
 * Commands for `sh`. They assume nothing yet: the SDKs and the AWS CLI do, when they are first used, and again before a
 * session ends. So they also run where there are no credentials to begin with, as in a rehearsal.
 *
 * `EcsContainer` is where CodeBuild offers the credentials of a build's role: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`.
 * Source: AWS SDKs and Tools Reference Guide, Assume role credential provider, `credential_source`. unsure: whether
 * CodeBuild on Lambda compute has them there too.
 *
 * The file is in a folder of its own, so that neither the source nor the home folder gets a file that nobody expects.
 */
export function profileCommands({ accessRoleArn, region, session }: StageProfile): string[] {
  const lines = [
    `[profile ${PROFILE}]`,
    `role_arn = ${accessRoleArn}`,
    'credential_source = EcsContainer',
    `region = ${region}`,
    // Older SDKs would ask the global endpoint, whose sessions do not count in regions that an account has to opt in to.
    'sts_regional_endpoints = regional',
  ];
  const name = session.replaceAll(/[^\w+=,.@-]/g, '-').slice(0, LONGEST_SESSION);
  const sessionName = `"role_session_name = ${name}-\${CODEBUILD_BUILD_NUMBER:-local}"`;
  return [
    // Some SDKs would take keys before a profile, and others after it.
    'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
    // Alone in its command, which otherwise would not end a build where there is no room for a folder.
    'AWS_CONFIG_FILE="$(mktemp -d)/config"',
    `printf '%s\\n' ${lines.map(quoted).join(' ')} ${sessionName} > "$AWS_CONFIG_FILE"`,
    // Without the last one the AWS SDK for Go v1 would not read the file, and go on with the build's own credentials.
    // Source: its package session, "Environment Variables". That for JavaScript v2 needs it too, but knows no
    // `credential_source` (its SharedIniFileCredentials asks for a `source_profile`): it cannot use this profile.
    `export AWS_CONFIG_FILE AWS_PROFILE=${PROFILE} AWS_REGION=${quoted(region)} AWS_DEFAULT_REGION=${quoted(region)} AWS_SDK_LOAD_CONFIG=1`,
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
