// The catalogue: one line for each action type and each rule of conditions. What is not here is unproven.
import type { CatalogueEntry } from './catalogue.js';
import { alexaSkill } from './providers/alexa-skill.js';
import { cloudFormation } from './providers/cloudformation.js';
import { codeBuild, codeBuildRule, codeBuildTest } from './providers/code-build.js';
import { codeCommit } from './providers/code-commit.js';
import { codeDeploy, codeDeployToEcs } from './providers/code-deploy.js';
import { codePipeline } from './providers/code-pipeline.js';
import { commands, commandsRule } from './providers/commands.js';
import { connection } from './providers/connection.js';
import { custom } from './providers/custom.js';
import { ec2 } from './providers/ec2.js';
import { ecrBuildAndPublish } from './providers/ecr-build-and-publish.js';
import { ecrSource } from './providers/ecr-source.js';
import { ecs } from './providers/ecs.js';
import { elasticBeanstalk } from './providers/elastic-beanstalk.js';
import { github } from './providers/github.js';
import { inspectorScan } from './providers/inspector-scan.js';
import { lambda, lambdaRule } from './providers/lambda.js';
import { manualApproval } from './providers/manual-approval.js';
import { cloudWatchAlarm, deploymentWindow, variableCheck } from './providers/rules.js';
import { s3Deploy } from './providers/s3-deploy.js';
import { s3Source } from './providers/s3-source.js';
import { serviceCatalog } from './providers/service-catalog.js';
import { stackInstances, stackSet } from './providers/stack-sets.js';
import { stepFunctions } from './providers/step-functions.js';

/** All types that the proof knows: sources first, then by what a pipeline does with them, rules of conditions last. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  connection,
  codeCommit,
  s3Source,
  ecrSource,
  github,
  codeBuild,
  codeBuildTest,
  ecrBuildAndPublish,
  commands,
  cloudFormation,
  stackSet,
  stackInstances,
  codeDeploy,
  codeDeployToEcs,
  ecs,
  ec2,
  elasticBeanstalk,
  s3Deploy,
  serviceCatalog,
  alexaSkill,
  lambda,
  stepFunctions,
  codePipeline,
  inspectorScan,
  manualApproval,
  custom,
  variableCheck,
  deploymentWindow,
  cloudWatchAlarm,
  lambdaRule,
  codeBuildRule,
  commandsRule,
];

const BY_TYPE: ReadonlyMap<string, CatalogueEntry> = new Map(CATALOGUE.map((entry) => [entry.type, entry]));

/** What the catalogue says of an action type, by `actionTypeKey`. */
export function catalogueEntry(type: string): CatalogueEntry | undefined {
  // A custom action type has the category, name and version that its owner chose.
  return BY_TYPE.get(type) ?? (type.split('/')[1] === 'Custom' ? custom : undefined);
}
