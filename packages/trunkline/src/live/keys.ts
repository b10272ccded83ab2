// KMS keys as they are in their accounts: policy and aliases.
import type { Environment } from '../model/environment.js';
import type { LandscapeKey, PlacedPolicy } from '../preflight/landscape/landscape.js';
import type { Reader } from './calls.js';
import { liveOrigin, livePolicy, unknownPolicy } from './documents.js';
import { allPages } from './pages.js';
import type { Reading } from './roles.js';

/** A key that something names. */
export interface NamedKey {
  /** An id, an ARN, an alias or an alias' ARN. */
  readonly id: string;
  readonly partition: string;
  readonly place: Environment;
}

/** Reads a key. */
export async function readKey(reader: Reader, named: NamedKey): Promise<Reading<LandscapeKey>> {
  const { id, place } = named;
  const described = await reader.call(place, 'kms:DescribeKey', { KeyId: id });
  if (described.kind === 'unread') return { ...described, thing: unknownKey(named, described.why) };
  const arn = described.kind === 'answer' ? described.output.KeyMetadata?.Arn : undefined;
  if (described.kind === 'absent' || arn === undefined) return { kind: 'absent' };
  const { KeyState: state } = described.output.KeyMetadata ?? {};
  const [policy, aliases] = await Promise.all([
    reader.call(place, 'kms:GetKeyPolicy', { KeyId: arn, PolicyName: 'default' }),
    allPages(
      (Marker) => reader.call(place, 'kms:ListAliases', { KeyId: arn, Marker }),
      ({ Aliases = [], NextMarker }) => ({
        items: Aliases.flatMap(({ AliasName }) => AliasName ?? []),
        ...(NextMarker === undefined ? {} : { next: NextMarker }),
      }),
    ),
  ]);
  const name = `the policy of key ${arn}`;
  const origin = liveOrigin(place, arn, 'KeyPolicy');
  const key = (document: PlacedPolicy): LandscapeKey => ({
    arn,
    environment: place,
    origin: liveOrigin(place, arn),
    policy: document,
    // The alias that it was asked by is one of its own, also where the list cannot be read.
    aliases: [...new Set([...aliasOf(id), ...(aliases.kind === 'answer' ? aliases.output : [])])],
  });
  // A key that is disabled or about to be deleted does nothing, whatever its policy says.
  const why =
    state !== undefined && state !== 'Enabled'
      ? `the key is ${state}`
      : policy.kind === 'unread'
        ? policy.why
        : undefined;
  if (why !== undefined) return { kind: 'unread', why, thing: key(unknownPolicy(name, `key ${arn}: ${why}`, origin)) };
  return {
    kind: 'read',
    thing: key(livePolicy(name, policy.kind === 'answer' ? policy.output.Policy : undefined, origin)),
  };
}

/** What stands in for a key that cannot be read. */
export function unknownKey({ id, partition, place }: NamedKey, why: string): LandscapeKey {
  const prefix = `arn:${partition}:kms:${place.region}:${place.account}:`;
  const arn = id.startsWith('arn:') ? id : `${prefix}${id.startsWith('alias/') ? id : `key/${id}`}`;
  const origin = liveOrigin(place, arn);
  return {
    arn,
    environment: place,
    origin,
    policy: unknownPolicy(arn, `key ${id} of account ${place.account}: ${why}`, origin),
    aliases: aliasOf(id),
  };
}

function aliasOf(id: string): string[] {
  return id.includes('alias/') ? [id.slice(id.indexOf('alias/'))] : [];
}
