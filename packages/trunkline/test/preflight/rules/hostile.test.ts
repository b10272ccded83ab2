// Whatever a template holds in the place of what a rule looks at, rules end with findings and never with an error.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAssemblyFiles, type AssemblyFiles } from '../../../src/assembly/assembly-files.js';
import { readAssembly } from '../../../src/assembly/read.js';
import type { Assembly } from '../../../src/model/assembly.js';
import { preflight } from '../../../src/preflight/preflight.js';
import { synthesizePlain } from './apps.js';
import { newFolder, removeFolders, type Json } from './broken.js';

let assembly: Assembly;
let files: AssemblyFiles;
beforeAll(async () => {
  const folder = newFolder();
  synthesizePlain(folder);
  assembly = await readAssembly(folder);
  files = await readAssemblyFiles(assembly);
});
afterAll(removeFolders);

const TYPES = [
  'AWS::CodePipeline::Pipeline',
  'AWS::CodeBuild::Project',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::KMS::Key',
];

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>('', '{{unresolved x}}', '#{a.b}', '{"a":', 'a: [', { Ref: 'Nothing' }, { 'Fn::GetAtt': [] }),
);

test('any value anywhere in a pipeline, project, role, policy, bucket or key', () => {
  const plain = assembly.stacks.find(({ stackName }) => stackName === 'Delivery');
  if (plain === undefined) throw new Error('There is no stack Delivery.');
  let findings = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...TYPES),
      fc.array(fc.nat(30), { minLength: 1, maxLength: 9 }),
      odd,
      (type, way, value) => {
        const template = structuredClone(plain.template) as Json;
        for (const resource of Object.values<Json>(template.Resources)) {
          if (resource.Type === type) put(resource.Properties, way, value);
        }
        const stacks = assembly.stacks.map((stack) => (stack === plain ? { ...plain, template } : stack));
        const broken = { ...assembly, stacks };
        const input = { assembly: broken, beside: [], ...files };
        const { findings: found, obligations, summary } = preflight(input, { version: '0.0.0' });
        // Whatever is broken, the pipeline stays one that has to be proved.
        if (declaresPipeline(template)) expect(summary.pipelines).toBe(1);
        if (summary.pipelines === 1) expect(obligations.length).toBeGreaterThan(0);
        findings += found.length;
        for (const { problem, consequence, remedy } of found) {
          expect(`${problem}${consequence}${remedy.text}`).not.toMatch(/(?<!received )undefined|\[object /);
        }
      },
    ),
    { numRuns: 150 },
  );
  expect(findings).toBeGreaterThan(150);
});

function declaresPipeline({ Resources }: Json): boolean {
  return Object.values<Json>(Resources).some(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
}

/** Replaces what a way of indexes leads to, as far as it goes. */
function put(value: Json, [step = 0, ...rest]: readonly number[], replacement: unknown): void {
  const keys = Object.keys(value as object);
  const key = keys[step % keys.length];
  if (key === undefined) return;
  const next = value[key];
  if (rest.length > 0 && typeof next === 'object' && next !== null) put(next, rest, replacement);
  else value[key] = replacement;
}
