// The image's tag tells images apart: whatever changes what is in the image changes it, and nothing else does.
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BASE_IMAGE, imageTag, PROJECT_FOLDER } from '../../lib/names';

let repository: string;
let project: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'image-tag-'));
  project = join(repository, 'examples/services');
  mkdirSync(project, { recursive: true });
  cpSync(join(PROJECT_FOLDER, 'container'), join(project, 'container'), { recursive: true });
  cpSync(join(PROJECT_FOLDER, 'package.json'), join(project, 'package.json'));
  cpSync(join(PROJECT_FOLDER, '../../package-lock.json'), join(repository, 'package-lock.json'));
});

afterEach(() => {
  rmSync(repository, { recursive: true });
});

describe("the image's tag", () => {
  it('follows from the code, wherever that is', () => {
    expect(imageTag(BASE_IMAGE, project)).toBe(imageTag());
    expect(imageTag()).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    ['a program', 'container/page.ts'],
    ['the Dockerfile', 'container/Dockerfile'],
    ['the packages that are bundled', '../../package-lock.json'],
    ['the command that bundles them', 'package.json'],
  ])('changes with %s', (_, file) => {
    appendFileSync(join(project, file), '\n# changed');
    expect(imageTag(BASE_IMAGE, project)).not.toBe(imageTag());
  });

  it('changes with the base image', () => {
    expect(imageTag('public.ecr.aws/docker/library/node:24-slim', project)).not.toBe(imageTag());
  });

  it('does not change with the rest of the project', () => {
    writeFileSync(join(project, 'cdk.json'), '{}');
    expect(imageTag(BASE_IMAGE, project)).toBe(imageTag());
  });
});
