// The journal: whole lines in order, and a cut-off last line does no harm.
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal, readJournal } from '../../src/rehearse/journal.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal of a run '));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a journal', () => {
  it('keeps the order of calls that do not wait for each other', async () => {
    const journal = await Journal.create(join(folder, 'journal.ndjson'));
    const ids = Array.from({ length: 50 }, (_, index) => String(index));
    await Promise.all(ids.map((runId) => journal.append({ kind: 'run-ended', runId })));
    await journal.close();

    const lines = await readJournal(join(folder, 'journal.ndjson'));
    expect(lines.map((line) => ('runId' in line ? line.runId : ''))).toEqual(ids);
  });

  it('leaves out a line that a kill cut off', async () => {
    const path = join(folder, 'journal.ndjson');
    const journal = await Journal.create(path);
    await journal.append({ kind: 'run-ended', runId: 'whole' });
    await journal.close();
    await appendFile(path, '{"kind":"run-en');

    expect(await readJournal(path)).toMatchObject([{ runId: 'whole' }]);
  });

  it('never continues the journal of another run', async () => {
    const path = join(folder, 'journal.ndjson');
    await (await Journal.create(path)).close();
    await expect(Journal.create(path)).rejects.toThrow('EEXIST');
  });
});
