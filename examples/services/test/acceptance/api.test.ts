// Calls the deployed API of a stage, in each of its regions, and holds it to its contract. Needs API_URL in the
// environment, and STATUS_URL beside it; API_URL_<REGION> and STATUS_URL_<REGION> for further regions.
import { describe, expect, it } from 'vitest';
import { CONTRACT } from './contract';

const apis = Object.entries(process.env).flatMap(([name, url = '']) =>
  /^API_URL(_[A-Z0-9_]+)?$/.test(name)
    ? [{ name, url, statusUrl: process.env[name.replace('API', 'STATUS')] ?? '' }]
    : [],
);
const patienceMs = 5 * 60_000;

it('an API is named by API_URL', () => {
  expect(
    apis.map(({ name }) => name),
    'Set API_URL to the output ApiUrl of the stage, such as https://<id>.execute-api.<region>.amazonaws.com/v1/.',
  ).toContain('API_URL');
});

it.each(apis)('a status is named beside $name', ({ name, statusUrl }) => {
  const hint = `Set ${name.replace('API', 'STATUS')} to the output StatusUrl of the stage.`;
  expect(statusUrl, hint).not.toBe('');
});

describe.each(apis)('the deployed API of $name', ({ url, statusUrl }) => {
  it.each(CONTRACT)(
    '$promise',
    async ({ check }) => {
      await check({ url, statusUrl, patienceMs, intervalMs: 5000 });
    },
    patienceMs + 60_000,
  );
});
