// The story of a log: output and our own lines in order, secrets masked.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogFile } from '../../src/process/log-file.js';
import { temporaryFolder } from './fixtures.js';

describe('LogFile', () => {
  it('puts our lines on lines of their own', () => {
    const path = join(temporaryFolder(), 'logs', 'build.log');
    const log = new LogFile(path);
    log.line('first');
    log.write(Buffer.from('no line break'));
    log.line('second');
    log.write(Buffer.from('a line\n'));
    log.line('third');
    log.close();
    log.line('dropped');
    expect(readFileSync(path, 'utf8')).toBe('first\nno line break\nsecond\na line\nthird\n');
  });

  it('masks secrets in output, and in our lines, also where a secret is split', () => {
    const path = join(temporaryFolder(), 'build.log');
    const log = new LogFile(path, ['hunter2']);
    log.write(Buffer.from('password hun'));
    log.write(Buffer.from('ter2\nnext hun'));
    log.line('Running command login hunter2');
    log.write(Buffer.from('the end'));
    log.close();
    const lines = ['password ***', 'next hun', 'Running command login ***', 'the end'];
    expect(readFileSync(path, 'utf8')).toBe(lines.join('\n'));
  });

  it('goes on with a log that is there', () => {
    const path = join(temporaryFolder(), 'build.log');
    for (const text of ['one', 'two']) {
      const log = new LogFile(path);
      log.line(text);
      log.close();
    }
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });
});
