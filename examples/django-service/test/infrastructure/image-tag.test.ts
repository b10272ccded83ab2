// The image's tag tells images apart: whatever changes what is in the image changes it, and nothing else does. What is in
// it, the Dockerfile and its list of what is left out say.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageTag, PROJECT_FOLDER } from '../../lib/names';

/** The paths that the Dockerfile copies from the project, as it has them. */
function copiedPaths(): string[] {
  const dockerfile = readFileSync(join(PROJECT_FOLDER, 'container/Dockerfile'), 'utf8');
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));
  // An expression that finds nothing would leave nothing to test.
  expect(copied.length).toBeGreaterThan(3);
  return copied;
}

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'image-tag-'));
  for (const folder of ['container', 'service', 'middleware']) {
    cpSync(join(PROJECT_FOLDER, folder), join(project, folder), {
      recursive: true,
      filter: (source) => basename(source) !== 'build',
    });
  }
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

describe("the image's tag", () => {
  it('follows from the code, wherever that is', () => {
    expect(imageTag(undefined, project)).toBe(imageTag());
    expect(imageTag()).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['the service', 'service/signpost/views.py'],
    ['its looks', 'service/signpost/static/signpost/page.css'],
    ['its packages', 'service/requirements.txt'],
    ['how it is served', 'service/gunicorn.conf.py'],
    ['the middleware', 'middleware/src/compatible_middleware/base.py'],
    ['how the middleware is packed', 'middleware/pyproject.toml'],
    ['the Dockerfile', 'container/Dockerfile'],
    ['what is left out', 'container/Dockerfile.dockerignore'],
  ])('changes with %s', (_, file) => {
    appendFileSync(join(project, file), '\n# changed');
    expect(imageTag(undefined, project)).not.toBe(imageTag());
  });

  it('changes with the combo', () => {
    expect(imageTag('combos/python_node:3.13_22')).not.toBe(imageTag());
  });

  it('does not change with tests, and with what Python leaves behind', () => {
    appendFileSync(join(project, 'service/signpost/tests/test_page.py'), '\n# changed');
    mkdirSync(join(project, 'service/signpost/__pycache__'), { recursive: true });
    writeFileSync(join(project, 'service/signpost/__pycache__/views.cpython-312.pyc'), 'compiled');
    mkdirSync(join(project, 'middleware/build'));
    writeFileSync(join(project, 'cdk.json'), '{}');
    expect(imageTag(undefined, project)).toBe(imageTag());
  });

  it.each(copiedPaths())('changes with what the Dockerfile copies: %s', (path) => {
    const copied = join(project, path);
    appendFileSync(statSync(copied).isDirectory() ? join(copied, 'added.py') : copied, '\n# changed');
    expect(imageTag(undefined, project)).not.toBe(imageTag());
  });
});
