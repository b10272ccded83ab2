// Benchmark: the artifact stores of pipelines beside those of plain CDK Pipelines, and the size of their policies.
// Everything is synthesized and counted from the templates. `--json FILE` writes the figures; fails where ours are not
// one bucket and one key per region, or where a policy grows with the organization.
import { writeFileSync } from 'node:fs';
import { ours, plain } from './stores/apps.mjs';
import { LIMITS, policySizes } from './stores/policies.mjs';

// AWS KMS pricing: a key costs $1 a month; requests, rotations and storage come on top and are not counted.
const KEY_COST = 1;
const REGIONS = ['eu-central-1', 'eu-west-1', 'eu-north-1', 'us-east-1', 'us-west-2', 'ap-southeast-2'];
const failures = [];

function cells({ stacks, buckets, keys }) {
  return [stacks, buckets, keys, `$${keys * KEY_COST}`].map((value) => String(value).padStart(8)).join('');
}

console.log(
  `One key costs $${KEY_COST} a month. Stacks are those of the toolchain account: pipelines, stores, support stacks.`,
);
console.log(`${''.padEnd(44)}${['stacks', 'buckets', 'keys', '$/month'].map((name) => name.padStart(8)).join('')}`);
const stores = [];
for (const pipelines of [1, 5, 20]) {
  for (const count of [1, 3, 6]) {
    const regions = REGIONS.slice(0, count);
    for (const apps of ['one app per pipeline', 'one app for all']) {
      const together = apps === 'one app for all';
      const figures = { plain: plain(pipelines, regions, together), ours: ours(pipelines, regions, together) };
      stores.push({ pipelines, regions: count, apps, ...figures });
      const size = `${pipelines} pipeline${pipelines === 1 ? '' : 's'}, ${count} region${count === 1 ? '' : 's'}, ${apps}`;
      console.log(`${size}\n${'  plain CDK Pipelines'.padEnd(44)}${cells(figures.plain)}`);
      console.log(`${'  cdk-trunkline'.padEnd(44)}${cells(figures.ours)}`);
      if (figures.ours.buckets !== count || figures.ours.keys !== count) {
        failures.push(`${size}: ${figures.ours.buckets} buckets and ${figures.ours.keys} keys, not ${count} of each`);
      }
    }
  }
}

console.log(`\nBytes of a store's policies; S3 takes ${LIMITS.bucket}, KMS takes ${LIMITS.key}`);
console.log(`${''.padEnd(44)}${['bucket', 'key'].map((name) => name.padStart(8)).join('')}`);
const policies = [];
for (const readers of ['organization', 'list of accounts']) {
  for (const accounts of [3, 300]) {
    const sizes = policySizes(readers, accounts);
    policies.push({ readers, accounts, ...sizes });
    const name = `  ${readers}, ${accounts} accounts`;
    console.log(`${name.padEnd(44)}${[sizes.bucket, sizes.key].map((value) => String(value).padStart(8)).join('')}`);
    for (const of of ['bucket', 'key']) {
      if (sizes[of] > LIMITS[of]) failures.push(`${name.trim()}: its ${of} policy has ${sizes[of]} bytes`);
    }
  }
}
const [few, many] = policies;
if (few.bucket !== many.bucket || few.key !== many.key) failures.push('the policies of an organization grow with it');

const json = process.argv.indexOf('--json');
if (json > 0)
  writeFileSync(process.argv[json + 1], `${JSON.stringify({ keyCost: KEY_COST, stores, policies }, undefined, 2)}\n`);
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
