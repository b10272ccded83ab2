// Library files of the official-images index are read with defaults, comments, continued fields and fields for one architecture.
import { describe, expect, it } from 'vitest';
import { readLibraryFile } from '../../../src/combo/official-images/library-file.js';
import { rawUrl } from '../../../src/combo/official-images/raw-url.js';
import { TrunklineError } from '../../../src/model/errors.js';

const FILE = `# generated
Maintainers: A <a@example.com> (@a),
             B <b@example.com> (@b)
GitRepo: https://github.com/acme/tool.git
GitFetch: refs/heads/main
Directory: common
Architectures: amd64, arm64v8

# ---- one ----
Tags: 2.0, 2,
      latest
SharedTags: two
GitCommit: 1111
amd64-File: Dockerfile.amd64
arm64v8-GitCommit: 2222
arm64v8-Directory: arm
arm64v8-GitRepo: https://git.example/acme/arm

Tags: 1.0
GitCommit: 3333
Directory: old
Architectures: i386
`;

describe('an entry', () => {
  const [two, one] = readLibraryFile(FILE, 'F');

  it('has its tags, and what the head of the file says where it does not say otherwise', () => {
    expect(two).toMatchObject({
      tags: ['2.0', '2', 'latest'],
      sharedTags: ['two'],
      architectures: ['amd64', 'arm64v8'],
      line: 10,
    });
    expect(one).toMatchObject({ tags: ['1.0'], sharedTags: [], architectures: ['i386'] });
  });

  it('has the place of its Dockerfile, for one architecture another than for the next', () => {
    expect(two?.source('amd64')).toEqual({
      repository: 'https://github.com/acme/tool.git',
      commit: '1111',
      path: 'common/Dockerfile.amd64',
    });
    expect(two?.source('arm64v8')).toEqual({
      repository: 'https://git.example/acme/arm',
      commit: '2222',
      path: 'arm/Dockerfile',
    });
    expect(one?.source('i386').path).toBe('old/Dockerfile');
  });
});

it('a file that is none is refused with every line that is wrong', () => {
  const read = (text: string): readonly string[] => {
    try {
      readLibraryFile(text, 'F');
    } catch (error) {
      if (error instanceof TrunklineError) return error.details;
    }
    return [];
  };
  expect(read('<html>\n</html>\n')).toEqual([
    'F line 1: "<html>" is not "Name: value".',
    'F line 2: "</html>" is not "Name: value".',
  ]);
  expect(read('GitRepo: x\n')).toEqual(['F: it has no entry with tags.']);
  expect(read('Tags: 1\n\nTags: 2\nGitRepo: x\n')).toEqual([
    'F line 1: the entry has no GitRepo.',
    'F line 1: the entry has no GitCommit.',
    'F line 3: the entry has no GitCommit.',
  ]);
});

describe('the URL of a Dockerfile', () => {
  const at = (repository: string, path = 'a/Dockerfile'): string =>
    rawUrl({ repository, commit: 'c0', path }, 'F line 1');

  it('is on the host for raw files where GitHub has the repository', () => {
    expect(at('https://github.com/acme/tool.git')).toBe('https://raw.githubusercontent.com/acme/tool/c0/a/Dockerfile');
    expect(at('git://github.com/acme/tool')).toBe('https://raw.githubusercontent.com/acme/tool/c0/a/Dockerfile');
  });

  it('is below the repository elsewhere', () => {
    expect(at('http://127.0.0.1:8000/acme/tool.git')).toBe('http://127.0.0.1:8000/acme/tool/raw/c0/a/Dockerfile');
  });

  it('leaves neither the web nor the repository', () => {
    expect(() => at('file:///etc')).toThrow('not on the web');
    expect(() => at('https://github.com/a/b', '../../c/Dockerfile')).toThrow('outside of its repository');
  });
});
