// Indexes by name, in which several things of one name stand as one of which nobody knows the policies.
import { describe, unresolved } from '../iam/unresolved.js';
import type {
  LandscapeBucket,
  LandscapeKey,
  LandscapeProject,
  LandscapeResource,
  LandscapeRole,
  Origin,
  PlacedPolicy,
} from './landscape.js';

/**
 * An index of things by all their names. What the account has goes before what a template says, and that before what
 * bootstrapping is taken to have made; of one origin, things of one name are opened.
 */
export function byName<T extends { readonly origin: Origin }>(
  things: readonly T[],
  namesOf: (thing: T) => readonly string[],
  open: (thing: T) => T,
): ReadonlyMap<string, T> {
  const index = new Map<string, T>();
  const doubtful = new Set<T>();
  for (const thing of things) {
    for (const name of new Set(namesOf(thing))) {
      const known = index.get(name);
      if (known === undefined || CERTAINTY[known.origin.kind] < CERTAINTY[thing.origin.kind]) {
        index.set(name, thing);
      } else if (!doubtful.has(known) && CERTAINTY[known.origin.kind] === CERTAINTY[thing.origin.kind]) {
        const opened = open(known);
        doubtful.add(opened);
        index.set(name, opened);
      }
    }
  }
  return index;
}

const CERTAINTY: Readonly<Record<Origin['kind'], number>> = { bootstrap: 0, template: 1, live: 2 };

/** One of several roles of an ARN. */
export function openRole(role: LandscapeRole): LandscapeRole {
  return { ...role, trust: openPolicy(role.arn, role.origin), identity: [openPolicy(role.arn, role.origin)] };
}

/** One of several buckets of a name. */
export function openBucket(bucket: LandscapeBucket): LandscapeBucket {
  return { ...bucket, policy: openPolicy(bucket.arn, bucket.origin) };
}

/** One of several keys of an alias. */
export function openKey(key: LandscapeKey): LandscapeKey {
  return { ...key, policy: openPolicy(key.arn, key.origin) };
}

/** One of several other resources of an ARN. */
export function openResource(resource: LandscapeResource): LandscapeResource {
  return { ...resource, policy: openPolicy(resource.arn, resource.origin) };
}

/** One of several projects of a name: which role builds is not known. */
export function openProject(found: LandscapeProject): LandscapeProject {
  const serviceRole = unresolved(`the role of one of several projects that are called ${found.project.name}`);
  return { ...found, project: { ...found.project, serviceRole } };
}

function openPolicy(name: string, origin: Origin): PlacedPolicy {
  return { name, origin, document: unresolved(`which of several resources with the name ${describe(name)} is meant`) };
}
