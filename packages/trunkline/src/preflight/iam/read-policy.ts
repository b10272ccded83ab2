// Reads policy documents into statements. What is unknown or malformed is noted, never dropped.
import type { TemplateValue } from '../../model/template.js';
import type { Policy, Side } from './policy.js';
import { readConditions, readPrincipal, readTexts } from './read-elements.js';
import { listOf, type Statement } from './statement.js';
import { describe, isUnresolved } from './unresolved.js';

type Fields = Readonly<Record<string, TemplateValue>>;

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

/**
 * The statements of a policy, each with the place that messages name. A document, or a statement, that is not known
 * becomes a statement that may match and whose effect is open.
 *
 * Source: IAM User Guide, Grammar of the IAM JSON policy language.
 */
export function readPolicy(policy: Policy, side: Side): readonly Statement[] {
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
  const version = typeof Version === 'string' ? Version : DEFAULT_VERSION;
  return listOf(statements).map((statement, index) => {
    const name = `Statement[${index}]`;
    if (!isFields(statement)) return open(name, `the statement is not known: ${describe(statement)}`);
    return readStatement(statement, { side, policy: policy.name, statement: name }, version);
  });
}

function readStatement(fields: Fields, place: Statement['place'], version: string): Statement {
  const { Sid, Effect } = fields;
  const effect = Effect === 'Allow' || Effect === 'Deny' ? Effect : undefined;
  const problems: string[] = [];
  if (effect === undefined) problems.push(`its Effect is ${describe(Effect)}`);
  const strange = Object.keys(fields).filter((name) => !ELEMENTS.has(name));
  if (strange.length > 0) problems.push(`it has elements that AWS does not know: ${strange.join(', ')}`);
  const named = (name: string): TemplateValue | undefined => {
    const { [name]: plain, [`Not${name}`]: negated } = fields;
    if (plain !== undefined && negated !== undefined) problems.push(`it has both ${name} and Not${name}`);
    return plain ?? negated;
  };
  const isNegated = (name: string): boolean => fields[name] === undefined;

  const action = named('Action');
  if (action === undefined) problems.push('it has no Action');
  const resource = named('Resource');
  // A trust policy names no resource: it is that of the role.
  if (resource === undefined && place.side !== 'resource-based') problems.push('it has no Resource');
  const principal = named('Principal');
  if ((principal === undefined) === (place.side === 'resource-based')) {
    problems.push(principal === undefined ? 'it has no Principal' : 'it has a Principal, which has no place there');
  }
  return {
    place: typeof Sid === 'string' && Sid !== '' ? { ...place, statement: Sid } : place,
    effect,
    version,
    problems,
    ...(principal === undefined ? {} : { principal: readPrincipal(principal, isNegated('Principal')) }),
    ...(action === undefined ? {} : { action: readTexts(action, isNegated('Action')) }),
    ...(resource === undefined ? {} : { resource: readTexts(resource, isNegated('Resource')) }),
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
