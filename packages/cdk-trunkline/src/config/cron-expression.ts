// Checks the cron expressions and time zones of CodePipeline's deployment windows.
import { quoted } from './mistakes';

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
  /** What the field may be beside lists, ranges and steps. */
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Source: CodePipeline User Guide, rule structure reference, DeploymentWindow. Seconds are `*` alone. */
const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31, special: /^(?:\?|LW?|L-\d{1,2}|\d{1,2}W)$/ },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  {
    name: 'day of the week',
    min: 1,
    max: 7,
    words: DAYS,
    special: /^(?:\?|L|(?:[1-7]|[A-Z]{3})L|(?:[1-7]|[A-Z]{3})#[1-5])$/,
  },
  { name: 'year', min: 1970, max: 2199 },
];

/**
 * What is wrong with the cron expression of a deployment window, if anything.
 *
 * unsure: that exactly one of the two fields of days has to be `?`. It is so in Quartz, whose words the User Guide has.
 */
export function cronProblem(cron: string): string | undefined {
  const [second, ...fields] = cron.trim().split(/\s+/);
  const count = fields.length + 1;
  if (count < 6 || count > 7) {
    return (
      `${quoted(cron)} has ${String(count)} fields; it needs 6 or 7: second, minute, hour, day of the month, month, day ` +
      'of the week and, if need be, year, such as "* * 9-16 ? * MON-FRI".'
    );
  }
  if (second !== '*') return `${quoted(second)} is no second; a window has whole minutes, so write "*".`;
  for (const [index, field] of FIELDS.slice(0, fields.length).entries()) {
    const text = fields[index] ?? '';
    if (!text.split(',').every((part) => isPart(part, field))) {
      return `${quoted(text)} is no ${field.name}; ${allowed(field)}.`;
    }
  }
  const open = [fields[2], fields[4]].filter((field) => field === '?').length;
  if (open === 1) return undefined;
  return 'has to have "?" for the day of the month or for the day of the week, and not for both.';
}

function isPart(text: string, field: Field): boolean {
  if (field.special?.test(text) === true) return true;
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(text) ?? [];
  if (step !== undefined && Number(step) < 1) return false;
  return range === '*' || (/^[^-]+(?:-[^-]+)?$/.test(range) && range.split('-').every((each) => isValue(each, field)));
}

function isValue(text: string, { min, max, words = [] }: Field): boolean {
  if (words.includes(text)) return true;
  return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
}

function allowed({ min, max, words }: Field): string {
  const named = words === undefined ? '' : `, or ${words.at(0) ?? ''} to ${words.at(-1) ?? ''}`;
  return `use ${String(min)} to ${String(max)}${named}, with , - * or / between them`;
}

/**
 * What is wrong with the time zone of a deployment window, if anything. Source: CodePipeline User Guide, rule structure
 * reference, DeploymentWindow: an area with a city, UTC with or without an offset, or an abbreviation.
 */
export function timeZoneProblem(zone: string): string | undefined {
  if (/^UTC(?:[+-](?:0\d|1[0-4]):[0-5]\d)?$/.test(zone) || /^[A-Z]{3,5}$/.test(zone)) return undefined;
  if (/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+)+$/.test(zone) && isZone(zone)) return undefined;
  return `${quoted(zone)} is no time zone; it looks like "Europe/Berlin", "UTC+02:00" or "CET".`;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
