// The story of a pipe: real, drained on demand, and gone from the disk.
import { fstatSync, readdirSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OutputPipes } from '../../src/process/output-pipe.js';
import { temporaryFolder, until } from './fixtures.js';

describe('an output pipe', () => {
  it('hands on at once what was written, when it is drained', async () => {
    let heard = '';
    const pipe = await new OutputPipes(temporaryFolder()).open((chunk) => (heard += chunk.toString()));
    writeSync(pipe.writeFd, 'written');
    expect(heard).toBe('');
    pipe.drain();
    expect(heard).toBe('written');
    writeSync(pipe.writeFd, ' last words');
    pipe.close();
    pipe.drain();
    expect(heard).toBe('written last words');
  });

  it('hands on what was written without being asked, too', async () => {
    let heard = '';
    const pipe = await new OutputPipes(temporaryFolder()).open((chunk) => (heard += chunk.toString()));
    writeSync(pipe.writeFd, 'written');
    await until(() => heard === 'written');
    pipe.close();
  });

  it('is a FIFO without a name', async () => {
    const folder = temporaryFolder();
    const pipes = new OutputPipes(folder);
    const pipe = await pipes.open(() => undefined);
    const waiting = readdirSync(folder).length;
    const other = await pipes.open(() => undefined);
    expect(fstatSync(pipe.writeFd).isFIFO()).toBe(true);
    expect(readdirSync(folder)).toHaveLength(waiting - 1);
    pipe.close();
    other.close();
  });
});
