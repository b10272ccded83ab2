// Fn::Cidr: address blocks of equal size out of a larger one, in address order.
import { argumentList, intrinsicError, textItem, type Intrinsic } from './context.js';

// unsure: which size CloudFormation takes where cidrBits is left out; /24 blocks are what its examples show.
const DEFAULT_CIDR_BITS = '8';

/** Resolves `{"Fn::Cidr": [ipBlock, count, cidrBits]}`; a block's mask is 32 (IPv6: 128) minus `cidrBits`. */
export const cidr: Intrinsic = (argument, context, path) => {
  const items = argumentList('Fn::Cidr', argument, path, 'an address block, a count and the bits of a block', 2, 3);
  const texts = items.map((item, index) =>
    textItem('Fn::Cidr', item, context, { parent: path, key: index }, `item ${index}`),
  );
  const [block = '', countText = '', bitsText = DEFAULT_CIDR_BITS] = texts;
  const count = wholeNumber(countText);
  const bits = wholeNumber(bitsText);
  if (count === undefined || count < 1 || count > 256) {
    throw intrinsicError('Fn::Cidr', path, `the count must be from 1 to 256, not '${countText}'`);
  }
  const network = parseBlock(block);
  if (!network) throw intrinsicError('Fn::Cidr', path, `'${block}' is not an address block such as 10.0.0.0/16`);
  if (bits === undefined || bits < 1 || bits > network.width - network.mask) {
    throw intrinsicError('Fn::Cidr', path, `blocks of '${bitsText}' bits do not fit into ${block}`);
  }
  if (BigInt(count) << BigInt(bits) > 1n << BigInt(network.width - network.mask)) {
    throw intrinsicError('Fn::Cidr', path, `${count} blocks of ${bits} bits do not fit into ${block}`);
  }
  const mask = network.width - bits;
  return Array.from({ length: count }, (_, index) => {
    const address = network.address + (BigInt(index) << BigInt(bits));
    return `${network.width === 32 ? formatV4(address) : formatV6(address)}/${mask}`;
  });
};

function wholeNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function parseBlock(block: string): { address: bigint; mask: number; width: 32 | 128 } | undefined {
  const [addressText = '', maskText = ''] = block.split('/');
  const mask = wholeNumber(maskText);
  const width = addressText.includes(':') ? 128 : 32;
  const raw = width === 32 ? parseV4(addressText) : parseV6(addressText);
  if (mask === undefined || mask > width || raw === undefined || block.split('/').length !== 2) return undefined;
  const hostBits = BigInt(width - mask);
  return { address: (raw >> hostBits) << hostBits, mask, width };
}

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.').map(wholeNumber);
  if (parts.length !== 4) return undefined;
  let address = 0n;
  for (const part of parts) {
    if (part === undefined || part > 255) return undefined;
    address = (address << 8n) | BigInt(part);
  }
  return address;
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  let address = 0n;
  for (const group of groups) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    address = (address << 16n) | BigInt(`0x${group}`);
  }
  return address;
}

function formatV4(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
}

/** The longest run of zero groups becomes `::`, as RFC 5952 has it. */
function formatV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (address >> BigInt(112 - index * 16)) & 0xffffn);
  let best = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0n) length++;
    if (length > best.length) best = { start, length };
  }
  const text = groups.map((group) => group.toString(16));
  if (best.length < 2) return text.join(':');
  return `${text.slice(0, best.start).join(':')}::${text.slice(best.start + best.length).join(':')}`;
}
