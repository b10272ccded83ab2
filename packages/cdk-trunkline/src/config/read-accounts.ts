// Reads and checks `$.config.accounts`.
import { AccountConfig } from './account-config';
import { member, quoted, type Mistakes } from './mistakes';
import { checkRegion, isJsonObject, kindOf, own, readAccountNumber, readFlag, readTexts } from './read-values';
import type { JsonObject } from './read-values';

/** The name of the toolchain account. */
export const TOOLING = 'tooling';

// CodePipeline stages that every pipeline has, and which therefore cannot be stages of a project.
const TAKEN = ['source', 'build', 'updatepipeline', 'assets', 'tests', 'toolchain'];

/** The accounts by name, as far as they could be read; faulty ones are among them with what is right about them. */
export function readAccounts(config: JsonObject, path: string, mistakes: Mistakes): AccountConfig[] {
  const at = member(path, 'accounts');
  const accounts = own(config, 'accounts');
  if (accounts === undefined) {
    mistakes.add(at, 'is missing; name the accounts that are delivered to, each with account and region.');
    return [];
  }
  if (!isJsonObject(accounts)) {
    mistakes.add(at, `has to be an object of accounts by name, but is ${kindOf(accounts)}.`);
    return [];
  }
  if (!Object.hasOwn(accounts, TOOLING)) {
    mistakes.add(member(at, TOOLING), 'is missing; it is the toolchain account, where the pipelines live.');
  }
  if (Object.keys(accounts).every((name) => name === TOOLING)) {
    mistakes.add(at, 'has no stage; add an account that is delivered to, such as "dev".');
  }
  const seen = new Map<string, string>();
  return Object.entries(accounts).map(([name, account]) => {
    checkName(name, member(at, name), seen, mistakes);
    return readAccount(name, account, member(at, name), mistakes);
  });
}

function checkName(name: string, path: string, seen: Map<string, string>, mistakes: Mistakes): void {
  const lower = name.toLowerCase();
  const other = seen.get(lower);
  seen.set(lower, name);
  if (!/^[A-Za-z][A-Za-z0-9-]{0,39}$/.test(name) || name.endsWith('-')) {
    mistakes.add(path, 'is no name for a stage; use a letter, then letters, digits and dashes, at most 40.');
  } else if (TAKEN.includes(lower)) {
    mistakes.add(path, `cannot be a stage: every pipeline has a stage of its own called ${quoted(name)}.`);
  } else if (lower.endsWith('-bootstrap')) {
    mistakes.add(path, 'cannot end in "-bootstrap": that is the name of a stage\'s bootstrap part.');
  } else if (other !== undefined) {
    mistakes.add(path, `differs from account ${quoted(other)} in upper and lower case alone.`);
  }
}

function readAccount(name: string, value: unknown, path: string, mistakes: Mistakes): AccountConfig {
  if (!isJsonObject(value)) {
    mistakes.add(path, `has to be an object with account and region, but is ${kindOf(value)}.`);
    return new AccountConfig(name, '', []);
  }
  const account = readAccountNumber(value, path, mistakes);
  const regions = readRegions(name, value, path, mistakes);
  return new AccountConfig(name, account, regions, readFlag(value, 'approval', path, mistakes));
}

function readRegions(name: string, value: JsonObject, path: string, mistakes: Mistakes): string[] {
  const region = own(value, 'region');
  const regions = own(value, 'regions');
  const at = member(path, 'regions');
  if (region !== undefined && regions !== undefined) {
    mistakes.add(path, 'has both "region" and "regions"; keep one of them.');
  }
  if (name === TOOLING && regions !== undefined) {
    mistakes.add(at, 'the toolchain account has one region, where the pipelines live; use "region".');
  }
  if (region === undefined && regions === undefined) {
    const keys = name === TOOLING ? '"region"' : '"region", or "regions" for several';
    mistakes.add(member(path, 'region'), `is missing; give ${keys}.`);
  }
  const found: string[] = [];
  if (typeof region === 'string') {
    checkRegion(region, member(path, 'region'), mistakes);
    found.push(region);
  } else if (region !== undefined) {
    mistakes.add(member(path, 'region'), `has to be text, but is ${kindOf(region)}.`);
  }
  if (regions !== undefined) {
    const listed = readTexts(regions, at, 'region', mistakes);
    listed.forEach((each) => {
      checkRegion(each, `${at}[${String((regions as unknown[]).indexOf(each))}]`, mistakes);
    });
    found.push(...listed);
  }
  return found;
}
