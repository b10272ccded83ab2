// Synthesizes the superclass's pipeline with its artifact stores and access roles, for the benchmark of preflight.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { VARIANTS, writeAssets } from '../synth/pipelines.mjs';

const require = createRequire(import.meta.url);
const { App } = require('aws-cdk-lib');
const { ArtifactStoreStack, StageAccessStack } = require('../../packages/cdk-trunkline/lib/index.js');
const [folder, stages] = process.argv.slice(2);
const size = { stages: Number(stages), regions: 1, assets: 1 };
writeAssets(join(folder, 'assets'), size);
// A hundred stages with a test step each exceed the limit of 500 resources; what grows is to be seen all the same.
const context = { '@aws-cdk/core:stackResourceLimit': 0 };
const app = new App({ outdir: join(folder, 'cdk.out'), builtinCloudFormationValidation: false, context });
const stack = VARIANTS.superclass(app, size, join(folder, 'assets'));
ArtifactStoreStack.forConfig(app, stack.config, { organizationId: 'o-a1b2c3d4e5' });
StageAccessStack.forConfig(app, stack.config);
app.synth();
