// The acceptance suite, held against the real handlers on this machine: it passes there, and notices what is broken.
import { afterEach, describe, expect, it } from 'vitest';
import { CONTRACT, type Api } from '../acceptance/contract';
import { startLocalApi, type LocalApi, type Sabotage } from './local-api';

let running: LocalApi | undefined;

afterEach(async () => {
  await running?.close();
});

async function start(sabotage?: Sabotage): Promise<Api> {
  running = await startLocalApi(sabotage);
  return { url: running.url, statusUrl: running.statusUrl, patienceMs: 50, intervalMs: 10 };
}

async function broken(api: Api): Promise<string[]> {
  const promises: string[] = [];
  for (const { promise, check } of CONTRACT) {
    await check(api).catch(() => promises.push(promise));
  }
  return promises;
}

describe('the contract of the API', () => {
  it.each(CONTRACT)('is kept: $promise', async ({ check }) => {
    await check(await start());
  });

  it('is broken in every point by an API that answers something else', async () => {
    const api = await start(() => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' }));
    expect(await broken(api)).toEqual(CONTRACT.map(({ promise }) => promise));
  });

  it('is broken by reports that are never finished', async () => {
    const api = await start((answer, { url = '' }) =>
      url.startsWith('/v1/reports/') && answer.statusCode === 200 ? { ...answer, statusCode: 404 } : answer,
    );
    expect(await broken(api)).toEqual([
      'a monthly report is accepted, written and then readable',
      'a yearly report is accepted, written and then readable',
    ]);
  });

  it('is broken by an answer that loses a field', async () => {
    const api = await start((answer) => ({ ...answer, body: answer.body.replace('"totalCents"', '"total"') }));
    expect(await broken(api)).toHaveLength(2);
  });

  it('is broken by a refusal that names one mistake of three', async () => {
    const api = await start((answer) => {
      const body = JSON.parse(answer.body) as { errors?: string[] };
      return { ...answer, body: JSON.stringify({ ...body, errors: body.errors?.slice(0, 1) }) };
    });
    expect(await broken(api)).toEqual(['a request that is not valid is refused with all of its mistakes']);
  });

  it('is broken by a status that says something else', async () => {
    const api = await start((answer) => ({ ...answer, body: answer.body.replace('true', 'false') }));
    expect(await broken(api)).toEqual(['the status says that reports can be asked for']);
  });

  it('is broken by an API that is not there', async () => {
    const api = await start();
    await running?.close();
    expect(await broken(api)).toHaveLength(CONTRACT.length);
  });
});
