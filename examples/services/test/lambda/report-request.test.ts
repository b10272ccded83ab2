// What may be asked of the service, and what it says about anything else.
import { describe, expect, it } from 'vitest';
import { readRequest } from '../../lambda/report-request';

describe('a request for a report', () => {
  it.each([
    { kind: 'monthly', period: '2026-01' },
    { kind: 'monthly', period: '2026-12' },
    { kind: 'yearly', period: '2026' },
  ])('may be for %o', (request) => {
    expect(readRequest(JSON.stringify(request))).toEqual({ ok: true, request });
  });

  it.each([
    ['month 13', { kind: 'monthly', period: '2026-13' }, '"period" of a monthly report must look like "2026-01".'],
    ['month 00', { kind: 'monthly', period: '2026-00' }, '"period" of a monthly report must look like "2026-01".'],
    ['a year as month', { kind: 'monthly', period: '2026' }, '"period" of a monthly report must look like "2026-01".'],
    ['a month as year', { kind: 'yearly', period: '2026-01' }, '"period" of a yearly report must look like "2026".'],
    ['a line after it', { kind: 'yearly', period: '2026\n' }, '"period" of a yearly report must look like "2026".'],
    ['a number', { kind: 'yearly', period: 2026 }, '"period" must be a string.'],
    ['an unknown kind', { kind: 'daily', period: '2026-01-01' }, '"kind" must be "monthly" or "yearly".'],
    ['no kind', { period: '2026' }, '"kind" must be "monthly" or "yearly".'],
    ['an inherited name as kind', { kind: 'toString', period: '2026' }, '"kind" must be "monthly" or "yearly".'],
  ])('is refused for %s', (_, request, error) => {
    expect(readRequest(JSON.stringify(request))).toEqual({ ok: false, errors: [error] });
  });

  it('is told all that is wrong with it at once', () => {
    expect(readRequest('{"kind":"daily","colour":"red"}')).toEqual({
      ok: false,
      errors: [
        '"colour" is not a field of a report request.',
        '"kind" must be "monthly" or "yearly".',
        '"period" must be a string.',
      ],
    });
  });

  it.each([null, '', 'hello', '[]', 'null', '"monthly"', '7'])('must be a JSON object, unlike %j', (body) => {
    expect(readRequest(body)).toEqual({ ok: false, errors: [expect.stringContaining('must be a JSON object')] });
  });
});
