// Reads everything that the pipelines come upon, until the proof asks for nothing new.
import { formatEnvironment, type Environment } from '../model/environment.js';
import type { PreflightInput } from '../preflight/input.js';
import type {
  BootstrapState,
  LandscapeBucket,
  LandscapeKey,
  LandscapeRole,
  Landscape,
} from '../preflight/landscape/landscape.js';
import { readLandscape, type LandscapeOptions, type LiveLandscape } from '../preflight/landscape/read-landscape.js';
import { bootstrapRoleOf } from '../preflight/proof/bootstrap-role.js';
import { readBootstrap } from './bootstraps.js';
import { readBucket, unknownBucket } from './buckets.js';
import type { Reader } from './calls.js';
import { readKey, unknownKey } from './keys.js';
import { namedBy, type Named } from './named.js';
import { Roles, unknownRole, type Reading } from './roles.js';

/** What was read leads to new names, such as a bucket to its key; more steps than these no proof takes. */
const MOST_ROUNDS = 6;

/** Reads the accounts. It never rejects for what an account refuses: what could not be read is said, and stays unknown. */
export async function readAccounts(
  input: PreflightInput,
  options: LandscapeOptions,
  reader: Reader,
): Promise<LiveLandscape> {
  const reading = new AccountReading(reader);
  let landscape = readLandscape([input.assembly, ...input.beside], options);
  await reading.organization(landscape);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (!(await reading.read(namedBy(landscape, input), landscape))) break;
    landscape = readLandscape([input.assembly, ...input.beside], { ...options, live: reading.landscape() });
  }
  return reading.landscape();
}

/** What has been read so far. */
class AccountReading {
  readonly #asked = new Set<string>();
  readonly #bootstraps: BootstrapState[] = [];
  readonly #found: LandscapeRole[] = [];
  readonly #buckets: LandscapeBucket[] = [];
  readonly #keys: LandscapeKey[] = [];
  readonly #absent: string[] = [];
  readonly #notYet: string[] = [];
  readonly #unread = new Map<string, Set<string>>();
  readonly #roles: Roles;
  #organizationId: string | undefined;

  public constructor(private readonly reader: Reader) {
    this.#roles = new Roles(reader);
  }

  /** What takes the place of assumptions. */
  public landscape(): LiveLandscape {
    const things = [
      count(this.#found.length, 'role'),
      count(this.#buckets.length, 'bucket'),
      count(this.#keys.length, 'key'),
    ];
    return {
      bootstraps: this.#bootstraps,
      roles: this.#found,
      buckets: this.#buckets,
      keys: this.#keys,
      absent: this.#absent,
      ...(this.#organizationId === undefined ? {} : { organizationId: this.#organizationId }),
      assumptions: [
        `Read from the accounts: ${things.join(', ')}. What the pipelines deploy themselves is taken as its templates say.`,
        ...(this.#notYet.length === 0
          ? []
          : [`Not in its account yet, and taken as its template says: ${[...this.#notYet].sort().join(', ')}.`]),
        ...[...this.#unread].map(
          ([why, places]) =>
            `Could not be read (${why}): ${[...places].sort().join(', ')}; what hangs on it is unproven.`,
        ),
      ],
    };
  }

  /** Every account of an organization may ask for its id, as far as its own policies let it. */
  public async organization({ pipelines }: Landscape): Promise<void> {
    const place = pipelines[0]?.pipeline.declaredAt.environment;
    if (place === undefined || !/^\d{12}$/.test(place.account)) return;
    const answer = await this.reader.call(place, 'organizations:DescribeOrganization', {});
    if (answer.kind === 'answer') this.#organizationId = answer.output.Organization?.Id;
  }

  /** Reads what is new, and tells whether anything was. */
  public async read(named: Named, landscape: Landscape): Promise<boolean> {
    const fresh = <T>(things: readonly T[], key: (thing: T) => string): readonly T[] =>
      things.filter((thing) => !this.#asked.has(key(thing)) && this.#asked.add(key(thing)));
    const environments = fresh(
      named.environments,
      (state) => `${formatEnvironment(state.environment)} ${state.qualifier}`,
    );
    const roles = fresh(named.roles, ({ arn }) => arn);
    const buckets = fresh(named.buckets, ({ name }) => `bucket ${name}`);
    const keys = fresh(named.keys, ({ id, place }) => `key ${id} ${formatEnvironment(place)}`);
    const [states, readRoles, readBuckets, readKeys] = await Promise.all([
      each(environments, (state) => readBootstrap(this.reader, this.#roles, state, named.partition)),
      each(roles, ({ arn, place }) => this.#roles.read(arn, place)),
      each(buckets, (bucket) => readBucket(this.reader, bucket)),
      each(keys, (key) => readKey(this.reader, key)),
    ]);
    for (const [{ environment }, reading] of states) {
      if (reading.kind === 'read') this.#bootstraps.push(...reading.states);
      else this.#note(reading.why, formatEnvironment(environment));
    }
    for (const [{ arn, place }, reading] of readRoles) {
      const declared = landscape.role(arn)?.origin.kind === 'template';
      // The proof knows what the lack of a bootstrap role means, and of no other one.
      if (reading.kind === 'absent' && bootstrapRoleOf(arn) !== undefined) this.#absent.push(arn);
      else this.#keep(this.#found, reading, declared, arn, place, (why) => unknownRole(arn, place, why));
    }
    for (const [bucket, reading] of readBuckets) {
      const { name, place } = bucket;
      const declared = landscape.bucket(name)?.origin.kind === 'template';
      this.#keep(this.#buckets, reading, declared, `bucket ${name}`, place, (why) => unknownBucket(bucket, why));
    }
    for (const [key, reading] of readKeys) {
      const { id, place } = key;
      const declared = landscape.key(id, place)?.origin.kind === 'template';
      this.#keep(this.#keys, reading, declared, `key ${id}`, place, (why) => unknownKey(key, why));
    }
    return environments.length + roles.length + buckets.length + keys.length > 0;
  }

  #keep<T>(
    into: T[],
    reading: Reading<T>,
    declared: boolean,
    what: string,
    { account }: Environment,
    unknown: (why: string) => T,
  ): void {
    if (reading.kind === 'absent') {
      if (declared) this.#notYet.push(what);
      else into.push(unknown('it is not there'));
      return;
    }
    if (reading.kind === 'unread') this.#note(reading.why, account);
    into.push(reading.thing);
  }

  #note(why: string, place: string): void {
    this.#unread.set(why, (this.#unread.get(why) ?? new Set()).add(place));
  }
}

async function each<T, R>(things: readonly T[], read: (thing: T) => Promise<R>): Promise<(readonly [T, R])[]> {
  return Promise.all(things.map(async (thing) => [thing, await read(thing)] as const));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
