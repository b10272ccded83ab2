// IP address operators, and the address ranges that they compare with.
import { BlockList, isIP } from 'node:net';
import { comparison } from './literal.js';
import { withNegation, type ConditionOperator } from './operator.js';

/** A range of addresses. */
export interface AddressRange {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly prefix: number;
}

/** Reads an address or a range in CIDR notation; an address alone is a range of one. */
export function readRange(text: string): AddressRange | undefined {
  const [address = '', prefixText, ...others] = text.split('/');
  const version = isIP(address);
  if (version === 0 || others.length > 0 || address.includes('%')) return undefined;
  const widest = version === 4 ? 32 : 128;
  const prefix = prefixText === undefined ? widest : /^\d{1,3}$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  if (!(prefix <= widest)) return undefined;
  return { address, family: version === 4 ? 'ipv4' : 'ipv6', prefix };
}

/** Source: IAM User Guide, Condition operators, "IP address condition operators". */
export const IP_ADDRESS_OPERATORS: readonly [string, ConditionOperator][] = withNegation(
  'IpAddress',
  'NotIpAddress',
  comparison('an address or a range of addresses', readRange, (actual, wanted) => {
    if (actual.family !== wanted.family || actual.prefix !== (actual.family === 'ipv4' ? 32 : 128)) return false;
    const list = new BlockList();
    list.addSubnet(wanted.address, wanted.prefix, wanted.family);
    return list.check(actual.address, actual.family);
  }),
);
