// Finds keys that stand twice in an object of cdk.json's configuration, which JSON.parse silently drops.
import { element, member } from './mistakes';

const ROOT = '$.context.config';

/**
 * The JSON paths of all keys at and below context `config` that stand more than once in their object, each path once
 * and beginning with `$.config`.
 *
 * @param text the text of cdk.json; one that is not JSON has none
 */
export function duplicateKeys(text: string): string[] {
  try {
    JSON.parse(text);
  } catch {
    return [];
  }
  // Of valid JSON, these are all tokens.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  const found = new Set<string>();
  let position = 0;

  const readValue = (path: string): void => {
    const token = tokens[position++];
    if (token === '{') {
      const keys = new Set<string>();
      readMembers('}', () => {
        const key = JSON.parse(tokens[position] ?? '') as string; // "\u0064ev" is the key dev.
        position += 2;
        const at = member(path, key);
        if (keys.has(key)) found.add(at);
        keys.add(key);
        readValue(at);
      });
    } else if (token === '[') {
      let index = 0;
      readMembers(']', () => {
        readValue(element(path, index++));
      });
    }
  };
  const readMembers = (end: string, read: () => void): void => {
    while (tokens[position] !== end) {
      read();
      if (tokens[position] === ',') position++;
    }
    position++;
  };

  readValue('$');
  return [...found]
    .filter((path) => path === ROOT || path.startsWith(`${ROOT}.`) || path.startsWith(`${ROOT}[`))
    .map((path) => path.replace('$.context', '$'));
}
