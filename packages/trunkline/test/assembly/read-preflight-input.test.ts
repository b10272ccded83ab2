// What preflight is handed: the app's assembly with its files, those beside it, and the mistakes of all of them at once.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPreflightInput } from '../../src/assembly/read-preflight-input.js';
import { TrunklineError } from '../../src/model/errors.js';
import { writeAssembly } from '../scenarios/assembly-builder.js';

const STAGES = { Source: { Repository: { source: true as const, outputs: ['Repo'] } } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'to read '));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function refusal(...beside: string[]): Promise<TrunklineError> {
  const error: unknown = await readPreflightInput(join(folder, 'cdk.out'), beside).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TrunklineError);
  return error as TrunklineError;
}

it('reads the assembly, and those beside it', async () => {
  await writeAssembly(join(folder, 'cdk.out'), STAGES);
  await writeAssembly(join(folder, 'stores'), STAGES);

  const input = await readPreflightInput(join(folder, 'cdk.out'), [join(folder, 'stores')]);

  expect(input.assembly.directory).toBe(join(folder, 'cdk.out'));
  expect(input.beside.map(({ directory }) => directory)).toEqual([join(folder, 'stores')]);
  expect(input.templateText(input.assembly, 'Delivery.template.json')).toContain('AWS::CodePipeline::Pipeline');
});

it('tells the mistakes of all of them in one error', async () => {
  await writeAssembly(join(folder, 'cdk.out'), STAGES);
  await writeFile(join(folder, 'cdk.out', 'Delivery.template.json'), '{');
  await mkdir(join(folder, 'stores'));
  await writeFile(join(folder, 'stores', 'manifest.json'), '[]');

  const error = await refusal(join(folder, 'stores'));

  expect(error.code).toBe('AssemblyUnreadable');
  expect(error.parts).toHaveLength(2);
  expect(error.details.join('\n')).toMatch(/Delivery\.template\.json[^]*stores/);
});

it('names a folder that is not there before anything else: it is a slip of the command', async () => {
  await writeAssembly(join(folder, 'cdk.out'), STAGES);
  await writeFile(join(folder, 'cdk.out', 'Delivery.template.json'), '{');
  expect((await refusal(join(folder, 'nowhere'))).code).toBe('AssemblyNotFound');
});
