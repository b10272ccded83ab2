// The cloud assembly as the engine sees it after it was read and checked.
import type { Environment } from './environment.js';
import type { Template } from './template.js';

/** What a stack needs of the bootstrapping of environments. Source: cloud-assembly-schema, AwsCloudFormationStackProperties. */
export interface BootstrapNeeds {
  /** The qualifier, where the version's parameter or a role's name tells it: `hnb659fds` unless the app sets another. */
  readonly qualifier?: string;
  /** The least version of the bootstrap stack in the stack's own environment; absent where it does without. */
  readonly requiredVersion?: number;
  /** The least version where values are looked up with the environment's lookup role. */
  readonly requiredVersionForLookups?: number;
}

/** A stack that the assembly describes. */
export interface StackArtifact {
  /** The id in the manifest, unique in its assembly folder. */
  readonly artifactId: string;
  /** The construct path that users know, such as `Services-Dev/Main`. */
  readonly displayName: string;
  /** The name in CloudFormation. */
  readonly stackName: string;
  readonly environment: Environment;
  /** Path of the template, relative to the assembly's root folder. */
  readonly templateFile: string;
  readonly template: Template;
  readonly tags: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  /** Stacks of the same assembly folder that must be deployed before, as artifact ids. */
  readonly dependencies: readonly string[];
  /** The folder of the nested assembly, relative to the root; empty for a top-level stack. */
  readonly nestedIn: string;
  /** Absent where the stack was not read from a manifest. */
  readonly bootstrap?: BootstrapNeeds;
  /** Absent where the stack was not read from a manifest. */
  readonly roles?: DeploymentRoles;
}

/** The roles that a stack is deployed with, as ARNs. Source: cloud-assembly-schema, AwsCloudFormationStackProperties. */
export interface DeploymentRoles {
  /** Assumed by whoever deploys; absent where the caller's own credentials do. */
  readonly deploy?: string;
  /** Handed to CloudFormation. */
  readonly execution?: string;
  /** Assumed to look values up. */
  readonly lookup?: string;
  /** The external id that is sent with the assumption of `deploy`; none where absent. */
  readonly deployExternalId?: string;
  /** The same of `lookup`. */
  readonly lookupExternalId?: string;
}

/** A file or image of an asset manifest and where it goes. */
export interface Asset {
  readonly kind: 'file' | 'docker-image';
  readonly id: string;
  readonly displayName: string;
  /** Path of file or folder relative to the assembly's root; absent for an executable source. */
  readonly path?: string;
  readonly packaging: 'file' | 'zip' | 'image';
  readonly destinations: readonly AssetDestination[];
}

/** Where one asset is published. */
export interface AssetDestination {
  readonly id: string;
  readonly environment: Environment;
  /** The role that publishes; absent where the caller's own credentials do. */
  readonly assumeRoleArn?: string;
  /** The external id that is sent with it; none where absent. */
  readonly assumeRoleExternalId?: string;
  /** Files. */
  readonly bucketName?: string;
  readonly objectKey?: string;
  /** Images. */
  readonly repositoryName?: string;
  readonly imageTag?: string;
}

/** A cloud assembly, nested ones included. */
export interface Assembly {
  /** Absolute path of the root folder. */
  readonly directory: string;
  readonly stacks: readonly StackArtifact[];
  /** What was odd but did not stop the reading. */
  readonly warnings: readonly string[];
}
