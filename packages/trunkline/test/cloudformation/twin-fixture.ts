// A twin in a folder of its own, and requests for hand-written templates.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { StackRequest } from '../../src/cloudformation/request.js';
import { Twin } from '../../src/cloudformation/twin.js';
import type { Environment } from '../../src/model/environment.js';
import type { Template, TemplateResource } from '../../src/model/template.js';

/** Where the test stacks live. */
export const DEV: Environment = { account: '111111111111', region: 'eu-central-1' };

/** An empty folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'twin-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty twin. */
export async function emptyTwin(): Promise<Twin> {
  return Twin.open(join(await temporaryFolder(), 'twin'));
}

/** A request for a template in DEV. */
export function stackOf(
  stackName: string,
  template: Template | Readonly<Record<string, TemplateResource>>,
  rest: Partial<StackRequest> = {},
): StackRequest {
  const whole = 'Resources' in template ? (template as Template) : { Resources: template as Template['Resources'] };
  return { environment: DEV, stackName, template: whole, parameters: {}, tags: {}, ...rest };
}

/** A bucket, with properties or without. */
export function bucket(properties: TemplateResource['Properties'] = {}): TemplateResource {
  return { Type: 'AWS::S3::Bucket', Properties: properties };
}

/** Deploys, and insists that it worked. */
export async function deployed(twin: Twin, request: StackRequest) {
  const operation = await twin.deployStack(request);
  if (operation.status !== 'succeeded' || !operation.stack) throw new Error(operation.reason ?? operation.status);
  return { ...operation, stack: operation.stack };
}
