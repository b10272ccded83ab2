// Official images in miniature: an index, repositories with Dockerfiles, and the finished images in a registry.
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { runProgram } from '../../../src/process/run-program.js';
import type { Machine } from './machine.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** What stands for python, node and Java: a script that says its version on stderr, as a file of the image. */
const TOOLS = {
  python: { tag: '3.12', program: 'python3', says: 'Python 3.12.7' },
  node: { tag: '22', program: 'node', says: 'v22.11.0' },
  'eclipse-temurin': { tag: '21', program: 'java', says: 'openjdk version "21.0.5" 2024-10-15 LTS' },
} as const;

/** A name of one of them. */
export type Tool = keyof typeof TOOLS;

/** The Dockerfiles do what those of the official images do: variables, a build with a shell, a file of their own. */
function dockerfileOf(tool: Tool): string {
  const { program, says } = TOOLS[tool];
  return [
    'FROM buildpack-deps:bookworm',
    `ENV ${program.toUpperCase()}_VERSION=${JSON.stringify(says)}`,
    'RUN set -eux; \\',
    `    echo "$${program.toUpperCase()}_VERSION" > /${tool}.txt`,
    `COPY ${program} /usr/local/bin/`,
    `CMD ["${program}"]`,
    '',
  ].join('\n');
}

/** The official images of a test. */
export class OfficialImages {
  /** What stands in place of a tool's version; a test makes an image wrong with it. */
  public readonly says: Partial<Record<Tool, string>> = {};
  #server: Server | undefined;
  #revision = 0;
  /** By name, the images that no index is over. */
  readonly #single: Record<string, string> = {};

  public constructor(
    private readonly machine: Machine,
    private readonly registry: string,
  ) {}

  /** Serves the index and the repositories; makes and pushes the base and the images. */
  public async publish(): Promise<void> {
    await this.#serve();
    await this.#publishBase();
    for (const tool of Object.keys(TOOLS) as Tool[]) await this.publishTool(tool);
  }

  public get index(): string {
    return `${this.#address}/library`;
  }

  public async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve) ?? resolve(undefined));
  }

  /** Makes an image anew, as after a fix of security in it: its digest changes. */
  public async publishTool(tool: Tool): Promise<void> {
    const { program, tag, says } = TOOLS[tool];
    const folder = join(this.machine.folder, `official-${tool}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, program), `#!/bin/sh\necho '${this.says[tool] ?? says}' >&2\n`);
    await chmod(join(folder, program), 0o755);
    const base = `${this.registry}/library/buildpack-deps:bookworm`;
    const text = dockerfileOf(tool).replace('buildpack-deps:bookworm', base);
    await writeFile(join(folder, 'Dockerfile'), `${text}LABEL revision="${++this.#revision}"\n`);
    await this.#make(folder, `${this.registry}/library/${tool}:${tag}-bookworm`);
  }

  /** Puts an index over what a name stands for, with an image of another processor beside it. */
  public async publishIndex(
    name: string,
    other: { readonly architecture: string; readonly content: string },
  ): Promise<void> {
    const { machine, registry } = this;
    const [list, image] = [`localhost/index-${++this.#revision}`, `docker://${registry}/${name}`];
    const container = await machine.buildah('from', 'scratch');
    await machine.buildah('config', '--arch', other.architecture, '--label', `content=${other.content}`, container);
    const foreign = await machine.buildah('commit', '--quiet', container);
    await machine.buildah('rm', container);
    await machine.buildah('manifest', 'create', list);
    if (this.#single[name] !== undefined)
      await machine.buildah('manifest', 'add', '--tls-verify=false', list, this.#single[name]);
    await machine.buildah('manifest', 'add', list, foreign);
    await machine.buildah('manifest', 'push', '--all', '--tls-verify=false', list, image);
    await machine.buildah('manifest', 'rm', list);
    await machine.buildah('rmi', foreign);
  }

  /** A base has a shell, and what the shell needs, taken from this machine: there is nothing to download. */
  async #publishBase(): Promise<void> {
    const folder = join(this.machine.folder, 'official-base');
    const { stdout } = await runProgram(['ldd', '/bin/sh']);
    const libraries = [...stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = '']) => path);
    const copies: string[] = [];
    await mkdir(folder, { recursive: true });
    for (const [index, path] of ['/bin/sh', ...libraries].entries()) {
      await copyFile(path, join(folder, String(index)));
      await chmod(join(folder, String(index)), 0o755);
      copies.push(`COPY ${index} ${path}`);
    }
    const lines = ['FROM scratch', ...copies, 'ENV PATH=/usr/local/bin:/bin', ''];
    await writeFile(join(folder, 'Dockerfile'), lines.join('\n'));
    await this.#make(folder, `${this.registry}/library/buildpack-deps:bookworm`);
  }

  async #make(folder: string, name: string): Promise<void> {
    await this.machine.buildah('build', '--tls-verify=false', '--tag', name, folder);
    const digest = join(this.machine.folder, 'pushed-digest');
    await this.machine.buildah('push', '--tls-verify=false', '--digestfile', digest, name, `docker://${name}`);
    const [repository = ''] = name.split(/:(?=[^:/]+$)/);
    this.#single[name.slice(this.registry.length + 1)] = `docker://${repository}@${await readFile(digest, 'utf8')}`;
    // The combo has to take it from the registry, not from this machine.
    await this.machine.buildah('rmi', '--force', name);
    await rm(folder, { recursive: true });
  }

  get #address(): string {
    const { port } = this.#server?.address() as { port: number };
    return `http://127.0.0.1:${port}`;
  }

  async #serve(): Promise<void> {
    const server = createServer((request, response) => {
      const [, tool] = /^\/(?:library|repo\/raw\/[0-9a-f]+)\/([\w-]+)/.exec(request.url ?? '') ?? [];
      if (tool === undefined || !Object.hasOwn(TOOLS, tool)) response.writeHead(404).end();
      else
        response.end(
          request.url?.startsWith('/library/') ? this.#libraryFile(tool as Tool) : dockerfileOf(tool as Tool),
        );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
  }

  #libraryFile(tool: Tool): string {
    const { tag } = TOOLS[tool];
    return [
      'Maintainers: Somebody <somebody@example.com> (@somebody)',
      `GitRepo: ${this.#address}/repo`,
      `GitCommit: ${COMMIT}`,
      '',
      `Tags: ${tag}-bookworm`,
      `SharedTags: ${tag}, latest`,
      'Architectures: amd64, arm64v8',
      `Directory: ${tool}`,
      '',
    ].join('\n');
  }
}
