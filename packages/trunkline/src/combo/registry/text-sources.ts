// Where the texts of a combo come from: files of the user's, and the web.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TrunklineError } from '../../model/errors.js';
import { isTrusted } from './endpoint.js';
import { type Exchange, readBody, send } from './exchange.js';
import { withoutSecrets } from './failures.js';

/** Reads library files and Dockerfiles. */
export interface TextSources {
  fetchText(url: string): Promise<string>;
  readText(path: string): Promise<string>;
}

/** Dockerfiles have hundreds of lines; the longest library file has thousands. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/**
 * The real sources. Plain HTTP is for loopback and hosts that the user named: what comes back is run as root.
 * @param folder what paths are relative to
 */
export function textSources(folder: string, exchange: Exchange, insecure: readonly string[]): TextSources {
  return {
    async fetchText(text) {
      const url = URL.canParse(text) ? new URL(text) : undefined;
      const shown = withoutSecrets(text);
      const trusts = (place: URL): boolean => isTrusted(place, insecure);
      if (!url || !trusts(url)) {
        const remedy =
          url?.protocol === 'http:' ? `Use https, or name it with --insecure ${url.host}.` : 'Give an https address.';
        throw new TrunklineError('SourceNotFound', `${shown} is not read: it is no HTTPS address. ${remedy}`);
      }
      if (url.username || url.password) {
        throw new TrunklineError(
          'SourceNotFound',
          `${shown} is not read: its address holds a login, which would stay in the combo. Give a file instead.`,
        );
      }
      const response = await send(exchange, url, trusts);
      if (!response.ok) {
        await response.body?.cancel();
        throw new TrunklineError('SourceNotFound', `${shown} is not there: the answer is ${response.status}.`);
      }
      return (await readBody(response, shown, MAX_TEXT_BYTES)).toString('utf8');
    },
    async readText(path) {
      try {
        return await readFile(resolve(folder, path), 'utf8');
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        throw new TrunklineError('SourceNotFound', `${path} cannot be read (${code}). Name a Dockerfile.`);
      }
    },
  };
}
