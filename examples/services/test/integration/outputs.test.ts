// Whether the outputs of a stage are wired to the right places: each of this account and region, of the right kind of
// resource, and no two the same. Nothing is called, so that a rehearsal finds out too.
import { beforeAll, describe, expect, it } from 'vitest';
import { readStage, type Variable } from './stage';

let stage: Record<Variable, string>;

beforeAll(() => {
  stage = readStage(process.env);
});

describe('the outputs of the stage', () => {
  it('name an API in this region, with its stage', () => {
    const { protocol, hostname, pathname } = new URL(stage.API_URL);
    expect(protocol).toBe('https:');
    expect(hostname.split('.').slice(1)).toEqual(['execute-api', stage.STAGE_REGION, 'amazonaws', 'com']);
    expect(pathname).toBe('/v1/');
  });

  it.each<[Variable, string, RegExp]>([
    ['JOB_QUEUE_ARN', 'batch', /^job-queue\/[^/]+$/],
    ['MONTHLY_JOB_DEFINITION_ARN', 'batch', /^job-definition\/[^:]+:\d+$/],
    ['YEARLY_JOB_DEFINITION_ARN', 'batch', /^job-definition\/[^:]+:\d+$/],
    ['SITE_SERVICE_ARN', 'ecs', /^service\/[^/]+\/[^/]+$/],
  ])('name by %s a resource in this account and region', (variable, service, resource) => {
    const [, partition, ...rest] = stage[variable].split(':');
    expect([partition, ...rest.slice(0, 3)]).toEqual(['aws', service, stage.STAGE_REGION, stage.STAGE_ACCOUNT]);
    expect(rest.slice(3).join(':')).toMatch(resource);
  });

  it('name no resource twice', () => {
    const names = Object.values(stage);
    expect(new Set(names).size).toBe(names.length);
  });
});
