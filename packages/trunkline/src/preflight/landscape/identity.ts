// What identifies a resource before it exists: its name, its ARN, and what Ref and Fn::GetAtt give.
import { partitionOf, urlSuffixOf } from '../../assembly/environment.js';
import type { TemplateValue } from '../../model/template.js';
import { resourceType, type ResourceFacts, type ResourceType } from './resource-types.js';
import { accountOf, marker, regionOf, type TemplateSource } from './template-source.js';
import { own } from './values.js';

/** What identifies a resource. */
export interface Identity {
  readonly name: string;
  readonly arn: string;
  readonly ref: TemplateValue;
  attribute(name: string): TemplateValue;
}

/** CloudFormation's random ending of a name, with its hyphen. Source: observed; AWS documents no length. */
const ENDING = 13;

/** Reads a property of the resource as text. */
export type PropertyText = (property: string) => string | undefined;

/** The identity of a resource of a known type; markers stand for what only a deployment tells. */
export function identityOf(source: TemplateSource, logicalId: string, type: string, text: PropertyText): Identity {
  const known = resourceType(type);
  const unknownAttribute = (name: string): string => marker(source, `${logicalId}.${name}`);
  const id = marker(source, logicalId);
  if (known === undefined) return { name: id, arn: unknownAttribute('Arn'), ref: id, attribute: unknownAttribute };
  const given = known.nameProperty === undefined ? undefined : text(known.nameProperty);
  const facts: ResourceFacts = {
    partition: partitionOf(source.environment.region),
    region: regionOf(source),
    account: accountOf(source),
    urlSuffix: urlSuffixOf(source.environment.region),
    name: given ?? generatedName(source, logicalId, known, id),
    id,
    text,
  };
  const arn = known.arn(facts);
  const values = { arn, name: facts.name, id };
  const ref = known.ref ?? 'name';
  return {
    name: facts.name,
    arn,
    ref: typeof ref === 'function' ? ref(facts) : values[ref],
    attribute(name) {
      const attribute = own(known.attributes, name) ?? (name === 'Arn' ? 'arn' : undefined);
      if (attribute === undefined) return unknownAttribute(name);
      return typeof attribute === 'function' ? attribute(facts) : values[attribute];
    },
  };
}

/** Stack, logical id and a random ending; where these are too long together, only a part of the stack's name is certain. */
function generatedName(
  { stackName }: TemplateSource,
  logicalId: string,
  { nameProperty, generated, longest = 128, lowerCase = false }: ResourceType,
  id: string,
): string {
  if (nameProperty === undefined) return id;
  const stem = generated === 'logical-id' ? logicalId : `${stackName}-${logicalId}`;
  // unsure: how CloudFormation shortens; what it has been seen to keep is at least this much.
  const certain = stem.length + ENDING <= longest && generated === undefined ? `${stem}-` : stem.slice(0, 20);
  return `${lowerCase ? certain.toLowerCase() : certain}${id}`;
}
