// The site that the browser's tests visit: the one of SITE_URL, or that of build/site, served here as in production.
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const project = join(__dirname, '..', '..');
const root = join(project, 'build', 'site');

/** The headers of every response in production. */
export const HEADERS = JSON.parse(readFileSync(join(project, 'site', 'headers.json'), 'utf8')) as Record<
  string,
  string
>;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The address of a deployed site, where there is one to be tested. */
export const DEPLOYED = process.env.SITE_URL;

/** Where the site is, with a slash at its end, and how to leave it. */
export interface SiteUnderTest {
  readonly url: string;
  close(): Promise<void>;
}

/** The deployed site where SITE_URL names one; without it the built one, on a free port of this machine. */
export async function siteUnderTest(): Promise<SiteUnderTest> {
  if (DEPLOYED) return { url: new URL('/', DEPLOYED).href, close: () => Promise.resolve() };
  if (!existsSync(join(root, 'index.html'))) {
    throw new Error('There is no build/site. Run "npm run build:site", or set SITE_URL to the address of a site.');
  }
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = join(root, path.endsWith('/') ? 'index.html' : path);
    const found = existsSync(file) && extname(file) in TYPES;
    const served = found ? file : join(root, '404.html');
    response.writeHead(found ? 200 : 404, { ...HEADERS, 'Content-Type': TYPES[extname(served)] });
    response.end(readFileSync(served));
  });
  return { url: await listening(server), close: () => closed(server) };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
