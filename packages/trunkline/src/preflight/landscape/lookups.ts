// Finds things of a landscape by what templates call them.
import { formatEnvironment, type Environment } from '../../model/environment.js';
import { byName, openBucket, openKey, openProject, openResource, openRole } from './by-name.js';
import type { BootstrapState, Landscape } from './landscape.js';

/** What a landscape lists. */
export type Listed = Omit<Landscape, 'role' | 'bucket' | 'key' | 'project' | 'resource' | 'bootstrapOf'>;

/** The names that CDK's bootstrap template gives, with the qualifier, the account and the region. */
const BOOTSTRAPPED =
  /\bcdk-([A-Za-z0-9_-]{1,10}?)-(?:deploy-role|file-publishing-role|image-publishing-role|lookup-role|cfn-exec-role|assets|container-assets)-(\d{12})-([a-z0-9-]+)/;

/** A landscape with its lookups, each in constant time. */
export function withLookups(listed: Listed): Landscape {
  const roles = byName(listed.roles, ({ arn }) => [arn], openRole);
  const buckets = byName(listed.buckets, ({ name, arn }) => [name, arn], openBucket);
  const resources = byName(listed.resources, ({ arn }) => [arn], openResource);
  const projects = byName(
    listed.projects,
    ({ project: { declaredAt, name } }) => [inside(declaredAt.environment, name)],
    openProject,
  );
  const keys = byName(
    listed.keys,
    ({ arn, aliases, environment }) => {
      const id = arn.slice(arn.indexOf(':key/') + ':key/'.length);
      return [id, ...aliases].map((name) => inside(environment, name));
    },
    openKey,
  );
  const keysByArn = byName(listed.keys, ({ arn }) => [arn], openKey);
  const bootstraps = new Map(listed.bootstraps.map((state) => [inside(state.environment, state.qualifier), state]));
  return {
    ...listed,
    role: (arn) => roles.get(arn),
    bucket: (name) => buckets.get(name),
    key(idOrArn, environment) {
      const known = keysByArn.get(idOrArn);
      if (known !== undefined) return known;
      const alias = /^arn:[^:]*:kms:([^:]*):([^:]*):(alias\/.+)$/.exec(idOrArn);
      const [, region = '', account = '', name = ''] = alias ?? [];
      return keys.get(alias === null ? inside(environment, idOrArn) : inside({ account, region }, name));
    },
    project: (name, environment) => projects.get(inside(environment, name)),
    resource: (arn) => resources.get(arn),
    bootstrapOf(name): BootstrapState | undefined {
      const [, qualifier = '', account = '', region = ''] = BOOTSTRAPPED.exec(name) ?? [];
      return bootstraps.get(inside({ account, region }, qualifier));
    },
  };
}

function inside(environment: Environment, name: string): string {
  return `${formatEnvironment(environment)}/${name}`;
}
