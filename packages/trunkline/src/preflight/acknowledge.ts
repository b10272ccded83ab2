// Findings that somebody lets stand, with a reason: from the settings, and from constructs' metadata.
import { z } from 'zod';
import type { ConstructMetadata } from '../assembly/assembly-notes.js';
import type { Finding, FindingPlace } from '../model/finding.js';
import { explanationOf } from './explain.js';
import { OTHER_DOCUMENTATION, type OtherFindingId } from './other-findings.js';

/** The type of the metadata: `construct.node.addMetadata('trunkline:acknowledge', { id, reason })`. */
export const ACKNOWLEDGE_METADATA = 'trunkline:acknowledge';

const FILE = '.trunklinerc.json';

const entrySchema = z.strictObject({
  id: z.string('must be the id of a finding').min(1, 'must be the id of a finding'),
  /** A construct path, with what is under it; a stack's name; or `aws://account/region`. @default everywhere */
  at: z.string().min(1).optional(),
  reason: z.string('a reason is needed').trim().min(1, 'a reason is needed: it is printed with every result'),
});

/** The key `acknowledge` of `.trunklinerc.json`. */
export const acknowledgeSchema = z.array(entrySchema);

/** What settings let stand. */
export type AcknowledgeSetting = z.infer<typeof entrySchema>;

/** One acknowledgement, wherever it was given. */
interface Given {
  readonly id: string;
  readonly at?: string;
  readonly reason: string;
  /** As `Acknowledgement.where` has it. */
  readonly where: string;
  readonly place: FindingPlace;
}

/**
 * The findings, those that somebody lets stand marked as such, and findings about acknowledgements themselves: an
 * unknown id or a missing reason is an error, one that matches nothing an info.
 *
 * @param metadata by construct path, as the assembly has it
 */
export function acknowledged(
  findings: readonly Finding[],
  settings: readonly AcknowledgeSetting[],
  metadata: ReadonlyMap<string, readonly ConstructMetadata[]>,
): Finding[] {
  const { given, mistakes } = gathered(settings, metadata);
  const used = new Set<Given>();
  const marked = findings.map((finding): Finding => {
    const matching = given.filter((each) => each.id === finding.id && covers(each, finding.place));
    for (const each of matching) used.add(each);
    const [first] = matching;
    return first === undefined ? finding : { ...finding, acknowledged: { reason: first.reason, where: first.where } };
  });
  return [...marked, ...mistakes, ...given.filter((each) => !used.has(each)).map(unused)];
}

function gathered(
  settings: readonly AcknowledgeSetting[],
  metadata: ReadonlyMap<string, readonly ConstructMetadata[]>,
): { readonly given: readonly Given[]; readonly mistakes: readonly Finding[] } {
  const written: {
    readonly value: unknown;
    readonly at?: string;
    readonly where: string;
    readonly place: FindingPlace;
  }[] = [
    ...settings.map((value, index) => ({
      value,
      where: FILE,
      place: { file: FILE, jsonPath: `acknowledge[${String(index)}]` },
    })),
    ...[...metadata].flatMap(([path, entries]) =>
      entries
        .filter(({ type }) => type === ACKNOWLEDGE_METADATA)
        .map(({ data }) => ({ value: withoutPlace(data), at: path, where: path, place: { constructPath: path } })),
    ),
  ];
  const given: Given[] = [];
  const mistakes: Finding[] = [];
  for (const { value, at, where, place } of written) {
    const parsed = entrySchema.safeParse(value);
    if (!parsed.success) {
      const wrong = parsed.error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
      mistakes.push(invalid(where, place, wrong.join('; ')));
    } else if (explanationOf(parsed.data.id) === undefined) {
      mistakes.push(invalid(where, place, `there is no finding ${JSON.stringify(parsed.data.id)}`));
    } else {
      const scope = at ?? parsed.data.at;
      const { id, reason } = parsed.data;
      given.push({ id, reason, where, place, ...(scope === undefined ? {} : { at: scope }) });
    }
  }
  return { given, mistakes };
}

/** A construct acknowledges for itself and what is in it: it cannot do so for others. */
function withoutPlace(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'at'));
}

function covers({ at }: Given, { constructPath, stackName, environment }: FindingPlace): boolean {
  if (at === undefined) return true;
  if (constructPath !== undefined && (constructPath === at || constructPath.startsWith(`${at}/`))) return true;
  return at === stackName || (environment !== undefined && at === `aws://${environment.account}/${environment.region}`);
}

function about(id: OtherFindingId, rest: Pick<Finding, 'problem' | 'place' | 'consequence' | 'remedy'>): Finding {
  return { id, severity: OTHER_DOCUMENTATION[id].severity, ...rest, explains: [] };
}

function invalid(where: string, place: FindingPlace, wrong: string): Finding {
  return about('acknowledgement-invalid', {
    problem: `An acknowledgement in ${where} says nothing that holds: ${wrong}.`,
    place,
    consequence: 'It lets no finding stand.',
    remedy: { text: 'Name the id of a finding, as docs/rules.md lists them, and a reason.' },
  });
}

function unused({ id, at, where, place }: Given): Finding {
  return about('acknowledgement-unused', {
    problem: `The acknowledgement of ${id}${at === undefined ? '' : ` at ${at}`} in ${where} matches no finding.`,
    place,
    consequence: 'It would let the next finding of its kind stand unseen.',
    remedy: { text: 'Take it out.' },
  });
}
