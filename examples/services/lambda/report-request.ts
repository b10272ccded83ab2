// What a caller may ask for, and every reason why a request is refused; pure.

/** The kinds of reports; each has a job definition of its own. */
export type ReportKind = 'monthly' | 'yearly';

/** A checked request for a report. */
export interface ReportRequest {
  readonly kind: ReportKind;
  /** `2026-01` for a monthly report, `2026` for a yearly one. */
  readonly period: string;
}

/** The outcome of reading a request's body: the request, or everything that is wrong with it. */
export type ReadRequest =
  { readonly ok: true; readonly request: ReportRequest } | { readonly ok: false; readonly errors: readonly string[] };

const PERIODS: Readonly<Record<ReportKind, { readonly pattern: RegExp; readonly example: string }>> = {
  monthly: { pattern: /^20\d{2}-(0[1-9]|1[0-2])$/, example: '2026-01' },
  yearly: { pattern: /^20\d{2}$/, example: '2026' },
};

/** Reads the body of `POST /reports`. */
export function readRequest(body: string | null): ReadRequest {
  const data = parse(body);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return { ok: false, errors: ['The body must be a JSON object such as {"kind":"monthly","period":"2026-01"}.'] };
  }
  const { kind, period, ...others } = data as Record<string, unknown>;
  const errors = Object.keys(others).map((name) => `"${name}" is not a field of a report request.`);
  const known = kind === 'monthly' || kind === 'yearly' ? kind : undefined;
  if (known === undefined) {
    errors.push('"kind" must be "monthly" or "yearly".');
  }
  if (typeof period !== 'string') {
    errors.push('"period" must be a string.');
  } else if (known !== undefined && !PERIODS[known].pattern.test(period)) {
    errors.push(`"period" of a ${known} report must look like "${PERIODS[known].example}".`);
  }
  if (errors.length > 0 || known === undefined || typeof period !== 'string') {
    return { ok: false, errors };
  }
  return { ok: true, request: { kind: known, period } };
}

function parse(body: string | null): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
