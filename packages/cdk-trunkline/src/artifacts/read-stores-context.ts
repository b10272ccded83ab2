// Reads and checks the context `artifact_stores` of an app that holds the stores alone; reports all mistakes at once.
import type { IConstruct } from 'constructs';
import { checkShape } from '../config/check-shape';
import { Mistakes } from '../config/mistakes';
import { ACCOUNT, ORGANIZATION, REGION, STORE_QUALIFIER } from '../config/patterns';
import { Place } from '../config/place';
import type { ObjectShape, TextShape } from '../config/shapes';
import { organizationOf, ORGANIZATION_PATH_HINT, storeError } from './artifact-store-problems';

const CONTEXT_KEY = 'artifact_stores';

/** What the context says, checked. */
export interface StoresContext {
  readonly account: string;
  readonly regions: string[];
  readonly qualifier?: string;
  readonly organizationId?: string;
  readonly organizationPaths?: string[];
  readonly stageAccounts?: string[];
}

const PATH: TextShape = {
  kind: 'text',
  what: 'path of an organization',
  hint: ORGANIZATION_PATH_HINT,
  refuse: (path) =>
    organizationOf(path) === undefined
      ? `${JSON.stringify(path)} is no path of an organization; ${ORGANIZATION_PATH_HINT}.`
      : undefined,
};

const STORES: ObjectShape = {
  kind: 'object',
  holds: 'account, regions and organization_id',
  keys: [
    {
      name: 'account',
      shape: ACCOUNT,
      description: 'The toolchain account.',
      required: true,
      missing: 'give the number of the toolchain account, 12 digits in quotes',
    },
    {
      name: 'regions',
      shape: { kind: 'list', what: 'region', of: REGION },
      description: 'Every region that pipelines deliver to, the one they live in first.',
      required: true,
      missing: 'list every region that pipelines deliver to, the one they live in first',
    },
    { name: 'organization_id', shape: ORGANIZATION, description: 'Whose deploy roles may read.' },
    {
      name: 'organization_paths',
      shape: { kind: 'list', what: 'path', of: PATH },
      description: 'The units whose deploy roles may read.',
    },
    {
      name: 'stage_accounts',
      shape: { kind: 'list', what: 'account', of: ACCOUNT },
      description: 'The accounts whose deploy roles may read, where there is no organization.',
    },
    { name: 'qualifier', shape: STORE_QUALIFIER, description: "Part of the stores' names." },
  ],
  also: checkReaders,
};

/**
 * Reads the context.
 *
 * @throws one error named `ArtifactStoreError` that lists every mistake with its JSON path
 */
export function readStoresContext(scope: IConstruct): StoresContext {
  const context: unknown = scope.node.tryGetContext(CONTEXT_KEY);
  const place = Place.at(`$.${CONTEXT_KEY}`, context);
  const mistakes = new StoreMistakes();
  if (!place.isThere) mistakes.add(place.path, `is missing; it holds ${STORES.holds}.`);
  else {
    const unknown: string[] = [];
    checkShape(place, STORES, { mistakes, unknown });
    const known = STORES.keys.map(({ name }) => name).join(', ');
    for (const path of unknown) mistakes.add(path, `is no key that the stores have; these are ${known}.`);
  }
  if (mistakes.count > 0) throw mistakes.storesError();
  // Checked above, against the table.
  const stores = context as Readonly<Record<string, string | string[] | undefined>>;
  const { account, regions, qualifier, organization_id, organization_paths, stage_accounts } = stores;
  const found = {
    account,
    regions,
    qualifier,
    organizationId: organization_id,
    organizationPaths: organization_paths,
    stageAccounts: stage_accounts,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined),
  ) as unknown as StoresContext;
}

/** Who may read: an organization or accounts, and one organization alone. */
function checkReaders(place: Place, mistakes: Mistakes): void {
  const id = place.key('organization_id');
  const paths = place.key('organization_paths');
  const accounts = place.key('stage_accounts');
  if (accounts.isThere && (id.isThere || paths.isThere)) {
    mistakes.add(accounts.path, 'would not count beside an organization; leave one of the two out.');
  }
  // An id that is none was reported already, and would make every path wrong.
  const home = [`${id.text ?? ''}/*`, ...paths.elements.map(({ text }) => text ?? '')]
    .map(organizationOf)
    .find((each) => each !== undefined);
  for (const path of paths.elements) {
    const organization = organizationOf(path.text ?? '');
    if (organization === undefined || organization === home) continue;
    mistakes.add(
      path.path,
      `is of organization ${organization}, not of ${String(home)}; give each a store of its own.`,
    );
  }
}

/** The mistakes of this context: found as those of the pipelines' configuration are, reported as the stores'. */
class StoreMistakes extends Mistakes {
  readonly #lines: string[] = [];

  public override add(path: string, problem: string): void {
    super.add(path, problem);
    this.#lines.push(`${path}: ${problem}`);
  }

  public storesError(): Error {
    const one = this.count === 1;
    return storeError(
      `The artifact stores (context "${CONTEXT_KEY}" of cdk.json) have ${one ? 'a mistake' : `${String(this.count)} mistakes`}`,
      this.#lines,
      `Correct ${one ? 'it' : 'them'}, then run \`npx cdk synth\` again.`,
    );
  }
}
