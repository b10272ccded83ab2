// The keys of `build`: what the configuration may say about builds.
import {
  COMPUTE_TYPE,
  IMAGE,
  NO_PROXY,
  PROXY,
  RUNTIME,
  RUNTIME_VERSION,
  SECURITY_GROUP_ID,
  SUBNET_ID,
  VARIABLE,
  VPC_ID,
  ZONE,
} from './build-patterns';
import type { Mistakes } from './mistakes';
import type { Place } from './place';
import type { ObjectShape } from './shapes';

const VPC: ObjectShape = {
  kind: 'object',
  holds: 'vpc_id, subnet_ids and availability_zones',
  keys: [
    {
      name: 'vpc_id',
      shape: VPC_ID,
      required: true,
      missing: 'give the id of the VPC in the toolchain account that builds run in',
      description: 'The id of a VPC in the toolchain account.',
    },
    {
      name: 'subnet_ids',
      // Source: CodeBuild User Guide, quotas: 16 subnets, 5 security groups.
      shape: { kind: 'list', what: 'subnet', of: SUBNET_ID, max: 16 },
      required: true,
      missing: 'list the private subnets that builds run in',
      description: 'The private subnets that builds run in; they need a way to the internet or endpoints.',
    },
    {
      name: 'availability_zones',
      shape: { kind: 'list', what: 'availability zone', of: ZONE, max: 16, repeats: true },
      required: true,
      missing: 'give the availability zone of each subnet, in the same order',
      description: 'The availability zone of each subnet, in the same order, so that nothing has to be looked up.',
    },
    {
      name: 'security_group_ids',
      shape: { kind: 'list', what: 'security group', of: SECURITY_GROUP_ID, max: 5 },
      otherwise: 'one that lets everything out, shared by all builds of the pipeline',
      description: 'The security groups of the builds.',
    },
  ],
  also: checkZones,
};

/** `build`. */
export const BUILD: ObjectShape = {
  kind: 'object',
  holds: 'what builds run with',
  keys: [
    {
      name: 'image',
      shape: IMAGE,
      otherwise: 'that of the hook `buildEnvironment`',
      description: 'The image: one of CodeBuild, or one of a registry.',
    },
    {
      name: 'compute_type',
      shape: COMPUTE_TYPE,
      otherwise: 'that of the hook `buildEnvironment`',
      description: "The size, in CodeBuild's words.",
    },
    {
      name: 'timeout_minutes',
      // Source: CodeBuild API Reference, CreateProject: 5 to 2160.
      shape: { kind: 'integer', min: 5, max: 2160 },
      default: 60,
      description: 'After how many minutes a build is stopped.',
    },
    {
      name: 'environment',
      shape: {
        kind: 'map',
        what: 'environment variable',
        names: VARIABLE,
        of: { kind: 'text', what: 'value of an environment variable', free: true },
      },
      otherwise: 'none',
      description: 'Environment variables of every build, by name. They stand in the template: no place for secrets.',
    },
    {
      name: 'runtime_versions',
      shape: { kind: 'map', what: 'runtime', names: RUNTIME, of: RUNTIME_VERSION },
      otherwise: 'those of the hook `runtimeVersions`',
      description: "The versions of the languages, as a buildspec's `runtime-versions`.",
    },
    { name: 'vpc', shape: VPC, otherwise: "CodeBuild's own network", description: 'The VPC that builds run in.' },
    {
      name: 'proxy',
      shape: {
        kind: 'object',
        holds: 'http, https or no_proxy',
        keys: [
          { name: 'http', shape: PROXY, otherwise: 'none', description: "The proxy's URL for HTTP." },
          { name: 'https', shape: PROXY, otherwise: 'that of `http`', description: "The proxy's URL for HTTPS." },
          {
            name: 'no_proxy',
            shape: { kind: 'list', what: 'host', of: NO_PROXY },
            otherwise: "the address of the container's credentials and of the instance's metadata",
            description: 'Hosts that are reached directly.',
          },
        ],
        also: checkProxy,
        schema: { anyOf: [{ required: ['http'] }, { required: ['https'] }] },
      },
      otherwise: 'none',
      description: 'The proxy that builds reach the internet through.',
    },
  ],
};

function checkZones(vpc: Place, mistakes: Mistakes): void {
  const zones = vpc.key('availability_zones');
  const [subnetCount, zoneCount] = [vpc.key('subnet_ids').elements.length, zones.elements.length];
  if (subnetCount > 0 && zoneCount > 0 && subnetCount !== zoneCount) {
    mistakes.add(
      zones.path,
      `has ${String(zoneCount)} zones for ${String(subnetCount)} subnets; give the zone of each subnet, in the same order.`,
    );
  }
}

function checkProxy(proxy: Place, mistakes: Mistakes): void {
  if (!proxy.key('http').isThere && !proxy.key('https').isThere) {
    mistakes.add(proxy.path, 'names no proxy; give "http" or "https", or leave it out.');
  }
}
