// What a caller may rely on when talking to the API: one named check per promise.
import { strict as assert } from 'node:assert';

/** The API under test. */
export interface Api {
  /** With a slash at its end, as API Gateway's URL has it. */
  readonly url: string;
  /** The URL of its status API, with a slash at its end. */
  readonly statusUrl: string;
  /** How long a report may take, in milliseconds. */
  readonly patienceMs: number;
  /** How long to wait between two looks, in milliseconds. */
  readonly intervalMs: number;
}

/** One promise; `check` rejects when the API breaks it. */
export interface Promised {
  readonly promise: string;
  readonly check: (api: Api) => Promise<void>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Everything that the API promises. */
export const CONTRACT: readonly Promised[] = [
  {
    promise: 'a monthly report is accepted, written and then readable',
    check: (api) => reportIsWritten(api, 'monthly', '2026-01'),
  },
  {
    promise: 'a yearly report is accepted, written and then readable',
    check: (api) => reportIsWritten(api, 'yearly', '2025'),
  },
  {
    promise: 'a request that is not valid is refused with all of its mistakes',
    check: async (api) => {
      const { status, body } = await call(api, 'POST', 'reports', '{"kind":"daily","colour":"red"}');
      assert.equal(status, 400);
      assert.equal(typeof body['message'], 'string');
      assert.ok(Array.isArray(body['errors']), 'The answer has no list of errors.');
      assert.equal(body['errors'].length, 3);
    },
  },
  {
    promise: 'a body that is not JSON is refused',
    check: async (api) => {
      const { status, body } = await call(api, 'POST', 'reports', 'monthly, please');
      assert.equal(status, 400);
      assert.equal(typeof body['message'], 'string');
    },
  },
  {
    promise: 'an unknown report is not found',
    check: async (api) => {
      const { status, body } = await call(api, 'GET', 'reports/00000000-0000-0000-0000-000000000000');
      assert.equal(status, 404);
      assert.equal(typeof body['message'], 'string');
    },
  },
  {
    promise: 'an id that is no UUID is refused',
    check: async (api) => {
      const { status } = await call(api, 'GET', 'reports/latest');
      assert.equal(status, 400);
    },
  },
  {
    promise: 'the status says that reports can be asked for',
    check: async ({ statusUrl }) => {
      const { status, body } = await call({ url: statusUrl }, 'GET', 'status');
      assert.equal(status, 200);
      assert.deepEqual(body, { takesReports: true });
    },
  },
];

async function reportIsWritten(api: Api, kind: string, period: string): Promise<void> {
  const { status, body } = await call(api, 'POST', 'reports', JSON.stringify({ kind, period }));
  assert.equal(status, 202);
  const id = String(body['id']);
  assert.match(id, UUID);
  assert.deepEqual(body, { id, kind, period, href: `reports/${id}` });

  const report = await finished(api, `reports/${id}`);
  const { orders, totalCents, ...rest } = report;
  assert.deepEqual(rest, { id, kind, period });
  assert.ok(Number.isInteger(orders) && Number(orders) >= 0, `"orders" is ${String(orders)}.`);
  assert.ok(Number.isInteger(totalCents), `"totalCents" is ${String(totalCents)}.`);
}

async function finished(api: Api, href: string): Promise<Record<string, unknown>> {
  const looks = Math.max(1, Math.ceil(api.patienceMs / api.intervalMs));
  for (let look = 0; look < looks; look++) {
    const { status, body } = await call(api, 'GET', href);
    if (status === 200) {
      return body;
    }
    assert.equal(status, 404, `${href} answered ${status} while the report was being written.`);
    await new Promise((resolve) => setTimeout(resolve, api.intervalMs));
  }
  assert.fail(`${href} was not finished within ${api.patienceMs / 1000} s.`);
}

async function call(
  api: Pick<Api, 'url'>,
  method: string,
  path: string,
  body?: string,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(new URL(path, api.url), {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
  });
  assert.equal(response.headers.get('content-type'), 'application/json', `${method} ${path} did not answer JSON.`);
  assert.equal(response.headers.get('cache-control'), 'no-store', `${method} ${path} may be cached.`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
