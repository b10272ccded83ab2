// How the scenarios of the IAM evaluation are written as data, and how an answer is written to compare it with theirs.
import { readFileSync } from 'node:fs';
import type { Access } from '../../../src/preflight/iam/access.js';
import type { ApplicablePolicies, Policy } from '../../../src/preflight/iam/policy.js';
import type { TemplateValue } from '../../../src/model/template.js';

/** A policy: a list of statements, of version 2012-10-17, or anything else as the document itself. */
export type WrittenPolicy = TemplateValue;

/** Policies by the kinds of `ApplicablePolicies`. */
export interface WrittenPolicies {
  readonly identity?: readonly WrittenPolicy[];
  readonly boundary?: WrittenPolicy;
  readonly session?: readonly WrittenPolicy[];
  readonly resource?: WrittenPolicy;
  readonly serviceControl?: readonly (readonly WrittenPolicy[])[];
  readonly resourceControl?: readonly WrittenPolicy[];
}

/** A file of the folder `scenarios`. */
export function readScenarios<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`scenarios/${file}`, import.meta.url), 'utf8')) as T;
}

/** What the evaluator takes. */
export function applicable(written: WrittenPolicies): ApplicablePolicies {
  const { identity = [], boundary, session, resource, serviceControl, resourceControl } = written;
  const list = (name: string, policies: readonly WrittenPolicy[]): Policy[] =>
    policies.map((each) => policy(name, each));
  return {
    identity: list('Identity', identity),
    ...(boundary === undefined ? {} : { boundary: policy('Boundary', boundary) }),
    ...(session === undefined ? {} : { session: list('Session', session) }),
    ...(resource === undefined ? {} : { resource: policy('Resource', resource) }),
    ...(serviceControl === undefined ? {} : { serviceControl: serviceControl.map((level) => list('Level', level)) }),
    ...(resourceControl === undefined ? {} : { resourceControl: list('ResourceControl', resourceControl) }),
  };
}

function policy(name: string, written: WrittenPolicy): Policy {
  return { name, document: Array.isArray(written) ? { Version: '2012-10-17', Statement: written } : written };
}

/**
 * An answer in words: `allowed by Sid, Sid`; `denied explicitly by Sid`; `denied implicitly: side, side`; `unproven at Sid`.
 * Statements and sides are named once each, in the order of the answer.
 */
export function inWords(access: Access): string {
  const names = (places: readonly { readonly statement: string }[]): string =>
    [...new Set(places.map(({ statement }) => statement))].join(', ');
  if (access.kind === 'allowed') return `allowed by ${names(access.by)}`;
  if (access.kind === 'unproven') return `unproven at ${names(access.because)}`;
  return access.how === 'explicit'
    ? `denied explicitly by ${names(access.by)}`
    : `denied implicitly: ${access.sides.join(', ')}`;
}

/** Why an answer is open. */
export function doubtsOf(access: Access): string {
  return access.kind === 'unproven' ? access.because.map(({ why }) => why).join('\n') : '';
}
