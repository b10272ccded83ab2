// Reads policy documents into statements. What is unknown or malformed is noted, never dropped.
import type { TemplateValue } from '../../model/template.js';
import { Covering, type Candidate } from './covering.js';
import type { Policy, Side } from './policy.js';
import { readActions, readConditions, readPrincipal, readTexts } from './read-elements.js';
import { listOf, type Statement } from './statement.js';
import { describe, isUnresolved } from './unresolved.js';

type Fields = Readonly<Record<string, TemplateValue>>;

const DOCUMENT_ELEMENTS = new Set(['Version', 'Id', 'Statement']);

const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

// A policy without Version is one of this version. Source: IAM User Guide, IAM JSON policy elements: Version.
const DEFAULT_VERSION = '2008-10-17';
const VERSIONS: ReadonlySet<TemplateValue> = new Set([DEFAULT_VERSION, '2012-10-17']);

interface ReadPolicy {
  readonly side: Side;
  readonly name: string;
  readonly statements: readonly Statement[];
  /** By action: the statements that may cover it. */
  readonly covering: Map<string, Covering>;
}

// What a document says never changes: reading it again for every request would cost most of the time of an evaluation.
const READ = new WeakMap<object, ReadPolicy[]>();

/**
 * The statements of a policy, each with the place that messages name. A document, or a statement, that is not known
 * becomes a statement that may match and whose effect is open.
 *
 * Source: IAM User Guide, Grammar of the IAM JSON policy language.
 */
export function readPolicy(policy: Policy, side: Side): readonly Statement[] {
  return read(policy, side).statements;
}

/** The statements of a policy that may cover an action on a resource: nearly always few of many. */
export function candidates(policy: Policy, side: Side, action: string, resource: string): readonly Candidate[] {
  const { covering, statements } = read(policy, side);
  let found = covering.get(action);
  if (found === undefined) covering.set(action, (found = new Covering(statements, action)));
  return found.of(resource);
}

function read(policy: Policy, side: Side): ReadPolicy {
  const { document, name } = policy;
  // A text cannot be a key; the policy that has it is.
  const key = typeof document === 'object' && document !== null ? document : policy;
  let all = READ.get(key);
  if (all === undefined) READ.set(key, (all = []));
  let found = all.find((each) => each.side === side && each.name === name);
  if (found === undefined)
    all.push((found = { side, name, statements: readDocument(policy, side), covering: new Map() }));
  return found;
}

function readDocument(policy: Policy, side: Side): readonly Statement[] {
  const document = parsed(policy.document);
  const open = (statement: string, why: string): Statement => ({
    place: { side, policy: policy.name, statement },
    effect: undefined,
    version: DEFAULT_VERSION,
    problems: [why],
    conditions: [],
  });
  if (!isFields(document)) return [open('all', `the policy is not known: ${describe(policy.document)}`)];
  const { Version = DEFAULT_VERSION, Statement: statements } = document;
  if (statements === undefined) return [open('all', 'the policy has no Statement')];
  if (isUnresolved(statements)) return [open('all', `the statements are not known: ${describe(statements)}`)];
  const problems: string[] = [];
  if (!VERSIONS.has(Version)) problems.push(`the policy's Version is ${describe(Version)}, which AWS does not know`);
  const strange = Object.keys(document).filter((name) => !DOCUMENT_ELEMENTS.has(name));
  if (strange.length > 0)
    problems.push(`the policy has elements that AWS does not know: ${describe(strange.join(', '))}`);
  const version = typeof Version === 'string' ? Version : DEFAULT_VERSION;
  return listOf(statements).map((statement, index) => {
    const name = `Statement[${index}]`;
    if (!isFields(statement)) return open(name, `the statement is not known: ${describe(statement)}`);
    return readStatement(statement, { side, policy: policy.name, statement: name }, version, problems);
  });
}

function readStatement(
  fields: Fields,
  place: Statement['place'],
  version: string,
  problemsOfAll: readonly string[],
): Statement {
  const { Sid, Effect } = fields;
  const effect = Effect === 'Allow' || Effect === 'Deny' ? Effect : undefined;
  const problems = [...problemsOfAll];
  if (effect === undefined) problems.push(`its Effect is ${describe(Effect)}`);
  const strange = Object.keys(fields).filter((name) => !ELEMENTS.has(name));
  if (strange.length > 0) problems.push(`it has elements that AWS does not know: ${describe(strange.join(', '))}`);
  const named = (name: string): TemplateValue | undefined => {
    const { [name]: plain, [`Not${name}`]: negated } = fields;
    if (plain !== undefined && negated !== undefined) problems.push(`it has both ${name} and Not${name}`);
    return plain ?? negated;
  };
  const isNegated = (name: string): boolean => fields[name] === undefined;

  const namesPrincipals = place.side === 'resource-based' || place.side === 'resource-control';
  const action = named('Action');
  if (action === undefined) problems.push('it has no Action');
  const resource = named('Resource');
  // Trust policies and those of ECR repositories name no resource: it is the one that they belong to.
  if (resource === undefined && place.side !== 'resource-based') problems.push('it has no Resource');
  const principal = named('Principal');
  if ((principal === undefined) === namesPrincipals) {
    problems.push(principal === undefined ? 'it has no Principal' : 'it has a Principal, which has no place there');
  }
  return {
    place: typeof Sid === 'string' && Sid !== '' ? { ...place, statement: describe(Sid) } : place,
    effect,
    version,
    problems,
    principal: principal === undefined ? undefined : readPrincipal(principal, isNegated('Principal')),
    action: action === undefined ? undefined : readActions(action, isNegated('Action')),
    resource: resource === undefined ? undefined : readTexts(resource, isNegated('Resource')),
    conditions: fields.Condition === undefined ? [] : readConditions(fields.Condition),
  };
}

/** Some properties hold a policy as JSON text. */
function parsed(document: TemplateValue): TemplateValue {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document) as TemplateValue;
  } catch {
    return document;
  }
}

function isFields(value: TemplateValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnresolved(value);
}
