// The tools that generated build steps install, pinned: an execution must not change because a registry did. The
// configuration's `tool_versions` can name others.

/** The CDK CLI of the self-update. Its assembly schema has to be at least as new as that of the project's aws-cdk-lib. */
export const CDK_CLI_VERSION = '2.1148.1';

/** The tool that publishes assets. */
export const CDK_ASSETS_VERSION = '4.7.3';
