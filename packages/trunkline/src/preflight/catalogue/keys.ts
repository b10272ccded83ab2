// The keys of configurations, as the providers' entries write them.
import type { ConfigurationKey, When } from './catalogue.js';

/** A key that the action cannot do without, or only where a condition holds. */
export function required(key: string, when?: When): ConfigurationKey {
  return { key, required: when ?? true };
}

/** A key that the action can do without. */
export function optional(key: string): ConfigurationKey {
  return { key, required: false };
}

/** The key with the only values that there are. */
export function oneOf(key: ConfigurationKey, ...values: readonly string[]): ConfigurationKey {
  return { ...key, values };
}

/** The key, whose value is an ARN. */
export function arn(key: ConfigurationKey): ConfigurationKey {
  return { ...key, form: 'ARN' };
}

/** The key, whose value is a list written in JSON. */
export function list(key: ConfigurationKey): ConfigurationKey {
  return { ...key, form: 'JSON list' };
}
