// What holds for any policies: denies only deny, allows only allow, order is nothing, both accounts have a say, and what is not
// known stays open.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TemplateValue } from '../../../src/model/template.js';
import { evaluateAccess } from '../../../src/preflight/iam/evaluate.js';
import type { ApplicablePolicies, Policy } from '../../../src/preflight/iam/policy.js';
import type { AccessRequest } from '../../../src/preflight/iam/request.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';
import { ACCOUNTS, ARNS, policiesOf, STATEMENTS, worlds, type Statement, type World } from './worlds.js';

const OPTIONS = { numRuns: 1500 };

const answerOf = (world: World): string => evaluateAccess(world.request, policiesOf(world)).kind;

/** Every way of adding one statement to the policies that a world has. */
function withOneMore(world: World, effect: string, own: Statement, theirs: Statement): readonly World[] {
  const mine = { ...own, Effect: effect };
  const yours = { ...theirs, Effect: effect };
  return [
    { ...world, identity: [...world.identity, mine] },
    { ...world, resource: [...(world.resource ?? []), yours] },
    ...(world.boundary === undefined ? [] : [{ ...world, boundary: [...world.boundary, mine] }]),
    ...(world.session === undefined ? [] : [{ ...world, session: [...world.session, mine] }]),
    ...(world.serviceControl.length === 0
      ? []
      : [{ ...world, serviceControl: world.serviceControl.map((level) => [...level, mine]) }]),
    { ...world, resourceControl: [...world.resourceControl, yours] },
  ];
}

describe('for any policies', () => {
  test('one more Deny never allows more', () => {
    fc.assert(
      fc.property(worlds(), STATEMENTS.identity, STATEMENTS.resource, (world, own, theirs) => {
        const before = answerOf(world);
        for (const more of withOneMore(world, 'Deny', own, theirs)) {
          const after = answerOf(more);
          if (before === 'denied') expect(after).toBe('denied');
          if (before === 'unproven') expect(after).not.toBe('allowed');
        }
      }),
      OPTIONS,
    );
  });

  test('one more Allow never denies more', () => {
    let allowed = 0;
    fc.assert(
      fc.property(worlds(), STATEMENTS.identity, STATEMENTS.resource, (world, own, theirs) => {
        const before = answerOf(world);
        if (before === 'allowed') allowed++;
        for (const more of withOneMore(world, 'Allow', own, theirs)) {
          const after = answerOf(more);
          if (before === 'allowed') expect(after).toBe('allowed');
          if (before === 'unproven') expect(after).not.toBe('denied');
        }
      }),
      OPTIONS,
    );
    expect(allowed).toBeGreaterThan(30);
  });

  test('an explicit Deny wins over whatever else is added', () => {
    fc.assert(
      fc.property(worlds(), STATEMENTS.identity, STATEMENTS.resource, (world, own, theirs) => {
        const never = { Effect: 'Deny', Action: '*', Resource: '*', Principal: '*' };
        const denied = { ...world, resource: [...(world.resource ?? []), never] };
        for (const more of [denied, ...withOneMore(denied, 'Allow', own, theirs)]) {
          expect(evaluateAccess(more.request, policiesOf(more))).toMatchObject({ kind: 'denied', how: 'explicit' });
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the order of statements and policies does not matter', () => {
    const turned = (policies: readonly Policy[]): Policy[] => policies.map(reversed).reverse();
    const reversed = ({ name, document }: Policy): Policy => {
      const { Statement } = document as { Statement: TemplateValue };
      return { name, document: { Version: '2012-10-17', Statement: [Statement].flat().reverse() } };
    };
    fc.assert(
      fc.property(worlds(), (world) => {
        const policies = policiesOf(world);
        const split = policies.identity.flatMap(({ document }): Policy[] =>
          (document as unknown as { Statement: readonly TemplateValue[] }).Statement.map((each) => ({
            name: 'One',
            document: { Version: '2012-10-17', Statement: each },
          })),
        );
        const other: ApplicablePolicies = {
          ...policies,
          identity: turned(split),
          ...(policies.resource === undefined ? {} : { resource: reversed(policies.resource) }),
          ...(policies.boundary === undefined ? {} : { boundary: reversed(policies.boundary) }),
          ...(policies.session === undefined ? {} : { session: turned(policies.session) }),
          serviceControl: (policies.serviceControl ?? []).map(turned).reverse(),
          resourceControl: turned(policies.resourceControl ?? []),
        };
        const one = evaluateAccess(world.request, policies);
        const two = evaluateAccess(world.request, other);
        expect(two.kind).toBe(one.kind);
        if (one.kind === 'denied' && two.kind === 'denied') expect(two.how).toBe(one.how);
      }),
      OPTIONS,
    );
  });

  test('across accounts, allowed means that both sides allow', () => {
    const allowed = { Effect: 'Allow', Action: '*', Resource: '*' };
    let seen = 0;
    fc.assert(
      fc.property(worlds(), fc.boolean(), fc.boolean(), (given, own, other) => {
        const { principal } = given.request;
        if (principal.kind === 'service') return;
        const request = {
          ...given.request,
          resourceAccount: ACCOUNTS.find((each) => each !== principal.account) ?? '',
        };
        const world = {
          ...given,
          request,
          identity: [...given.identity, ...(own ? [allowed] : [])],
          resource: [
            ...(given.resource ?? []),
            ...(other ? [{ ...allowed, Principal: { AWS: principal.account } }] : []),
          ],
        };
        if (answerOf(world) !== 'allowed') return;
        seen++;
        expect(answerOf({ ...world, identity: [] })).toBe('denied');
        expect(answerOf({ ...world, resource: undefined })).toBe('denied');
      }),
      OPTIONS,
    );
    expect(seen).toBeGreaterThan(20);
  });
});

describe('what is not known', () => {
  /**
   * Puts a marker in the place of something that was told: a text of a policy, a stretch of it, a statement, a document or a
   * key of the request. `which` chooses among all such places. A principal that is not told is an account or a role: nothing
   * that a template resolves turns out to be everybody.
   */
  function blanked(world: World, which: number, from: number, length: number): World {
    const places: ((value: string) => void)[] = [];
    const marker = unresolved('Blank');
    const copy = JSON.parse(JSON.stringify({ ...world, request: world.request })) as World;
    const visit = (value: unknown, key: string | number, holder: Record<string | number, unknown>): void => {
      if (typeof value === 'string') {
        if (value === '*' && (key === 'Principal' || key === 'AWS')) return;
        places.push(() => (holder[key] = marker));
        const start = from % Math.max(value.length, 1);
        // Nothing that is resolved is half of a policy variable.
        if (key !== 'Effect' && !value.includes('${'))
          places.push(() => (holder[key] = value.slice(0, start) + marker + value.slice(start + length)));
      } else if (typeof value === 'object' && value !== null) {
        if (key !== 'Condition' && !('StringEquals' in value)) places.push(() => (holder[key] = marker));
        for (const [inner, each] of Object.entries(value)) visit(each, inner, value as Record<string, unknown>);
      }
    };
    for (const side of ['identity', 'resource', 'boundary', 'session', 'serviceControl', 'resourceControl'] as const) {
      for (const [index, each] of (copy[side] ?? []).entries()) {
        visit(each, index, copy[side] as unknown as Record<number, unknown>);
      }
    }
    const request = copy.request as unknown as Record<string, unknown>;
    const context = (request.context ?? {}) as Record<string, unknown>;
    for (const key of Object.keys(context)) places.push(() => Reflect.deleteProperty(context, key));
    places.push(() => (request.resourceAccount = marker));
    places.push(() => (request.resource = marker));
    places.push(() => (request.resource = String(request.resource).replace(/[^:/]+$/, marker)));
    places[which % places.length]?.('');
    return copy;
  }

  test('leaves the answer as it was, or open: never another one', () => {
    let opened = 0;
    fc.assert(
      fc.property(worlds(false), fc.nat(500), fc.nat(40), fc.nat(10), (world, which, from, length) => {
        const before = answerOf(world);
        const after = answerOf(blanked(world, which, from, length));
        if (before !== 'unproven' && after === 'unproven') opened++;
        if (after !== 'unproven') expect(after).toBe(before);
      }),
      { numRuns: 3000 },
    );
    expect(opened).toBeGreaterThan(100);
  });

  test('leaves a known answer right, whatever it turns out to be', () => {
    const resolve = (value: World, arn: string, role: string): World => {
      const text = JSON.stringify(value).replaceAll(unresolved('Some.Arn'), arn);
      return { ...value, ...(JSON.parse(text.replaceAll(unresolved('Some.Role'), role)) as World) };
    };
    const role = fc.constantFrom('arn:aws:iam::111111111111:role/Build', 'arn:aws:iam::111111111111:role/Other');
    fc.assert(
      fc.property(worlds(), fc.constantFrom(...ARNS), role, (world, arn, named) => {
        const answer = answerOf(world);
        if (answer !== 'unproven') expect(answerOf(resolve(world, arn, named))).toBe(answer);
      }),
      OPTIONS,
    );
  });

  test('leaves a known answer right, whatever a condition key that was not given turns out to be', () => {
    fc.assert(
      fc.property(worlds(), fc.constantFrom('x', 'y', null), (world, team) => {
        // A service certainly has no such tag.
        fc.pre(world.request.principal.kind === 'role');
        const answer = answerOf(world);
        const context: AccessRequest['context'] = { ...world.request.context, 'aws:PrincipalTag/team': team };
        if (answer !== 'unproven') expect(answerOf({ ...world, request: { ...world.request, context } })).toBe(answer);
      }),
      OPTIONS,
    );
  });

  test('is never allowed where a whole policy of the caller is not known', () => {
    fc.assert(
      fc.property(worlds(), (world) => {
        fc.pre(world.request.principal.kind === 'role');
        const policies = policiesOf(world);
        const open: Policy = { name: 'Managed', document: unresolved('Managed') };
        const kind = evaluateAccess(world.request, { ...policies, identity: [...policies.identity, open] }).kind;
        expect(kind).not.toBe('allowed');
      }),
      { numRuns: 1000 },
    );
  });
});
