// Checks of single values of the configuration: texts, lists, account numbers, regions, connection ARNs.
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { element, member, quoted, type Mistakes } from './mistakes';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

const CONNECTION_ARN =
  /^arn:(aws[a-z-]*):(codestar-connections|codeconnections):([a-z0-9-]+):(\d+):connection\/[\w-]+$/;

/** Whether a value is a JSON object, and neither a list nor `null`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, for errors about wrong types. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${quoted(value)}`;
}

/** A member of an object, its own and not inherited: `constructor` is no value of `{}`. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A text that has to be there. `missing` is what the error says where it is not. */
export function readText(object: JsonObject, key: string, path: string, missing: string, mistakes: Mistakes): string {
  const value = own(object, key);
  const at = member(path, key);
  if (value === undefined || value === '') mistakes.add(at, `is missing; ${missing}.`);
  else if (typeof value !== 'string') mistakes.add(at, `has to be text, but is ${kindOf(value)}.`);
  else if (value.trim() !== value) mistakes.add(at, `${quoted(value)} begins or ends with white space.`);
  else return value;
  return '';
}

/** `true` or `false`, or nothing. */
export function readFlag(object: JsonObject, key: string, path: string, mistakes: Mistakes): boolean | undefined {
  const value = own(object, key);
  if (value === undefined || typeof value === 'boolean') return value;
  mistakes.add(member(path, key), `has to be true or false, but is ${kindOf(value)}.`);
  return undefined;
}

/** A list of texts with at least one element and no element twice; `what` names an element, such as `region`. */
export function readTexts(value: unknown, path: string, what: string, mistakes: Mistakes): string[] {
  if (!Array.isArray(value)) {
    mistakes.add(path, `has to be a list of ${what}s, but is ${kindOf(value)}.`);
    return [];
  }
  if (value.length === 0) mistakes.add(path, `is an empty list; it needs at least one ${what}.`);
  const texts: string[] = [];
  value.forEach((each: unknown, index) => {
    const at = element(path, index);
    if (typeof each !== 'string') mistakes.add(at, `has to be text, but is ${kindOf(each)}.`);
    else if (texts.includes(each)) mistakes.add(at, `lists ${what} ${quoted(each)} a second time.`);
    else texts.push(each);
  });
  return texts;
}

/** An account number. */
export function readAccountNumber(object: JsonObject, path: string, mistakes: Mistakes): string {
  const value = own(object, 'account');
  const at = member(path, 'account');
  if (value === undefined) mistakes.add(at, 'is missing; give the number of the account, 12 digits in quotes.');
  else if (typeof value === 'number') mistakes.add(at, `${quoted(value)} is a number; put the 12 digits in quotes.`);
  else if (typeof value !== 'string') mistakes.add(at, `has to be 12 digits in quotes, but is ${kindOf(value)}.`);
  else if (!/^\d+$/.test(value)) mistakes.add(at, `${quoted(value)} is no account number; it has 12 digits.`);
  else if (value.length !== 12) {
    mistakes.add(at, `${quoted(value)} has ${String(value.length)} digits; an account number has 12.`);
  } else return value;
  return '';
}

/** Checks that a region exists. Source of the list: region-info of aws-cdk-lib. */
export function checkRegion(region: string, path: string, mistakes: Mistakes): void {
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    mistakes.add(path, `${quoted(region)} is no region; a region looks like "eu-central-1".`);
  } else if (!isRegion(region)) {
    mistakes.add(path, `there is no region ${quoted(region)}, as far as this version of aws-cdk-lib knows.`);
  }
}

/** The ARN of a connection. Both prefixes are in use: `codestar-connections` is the service's former name. */
export function readConnectionArn(object: JsonObject, path: string, mistakes: Mistakes): string {
  const at = member(path, 'connection_arn');
  const missing = 'give the ARN that `aws codeconnections list-connections` shows';
  const arn = readText(object, 'connection_arn', path, missing, mistakes);
  if (arn === '') return arn;
  const [, , , region = '', account = ''] = CONNECTION_ARN.exec(arn) ?? [];
  if (region === '') {
    const shape = 'arn:aws:codeconnections:<region>:<account>:connection/<id>';
    mistakes.add(at, `${quoted(arn)} is no ARN of a connection; it looks like ${shape}.`);
  } else if (account.length !== 12) {
    mistakes.add(at, `account ${quoted(account)} has ${String(account.length)} digits; an account number has 12.`);
  } else if (!isRegion(region)) {
    mistakes.add(at, `there is no region ${quoted(region)}, as far as this version of aws-cdk-lib knows.`);
  }
  return arn;
}

function isRegion(name: string): boolean {
  return RegionInfo.regions.some((region) => region.name === name);
}
