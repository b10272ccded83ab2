// The key of a build project: CodeBuild encrypts what a build gives out with it, whatever key the pipeline's store names.
import { projectOf } from '../build-projects.js';
import { parseArn } from '../iam/arn.js';
import { describe, hasHole } from '../iam/unresolved.js';
import type { LandscapeProject } from '../landscape/landscape.js';
import { textField } from '../landscape/values.js';
import type { ActionFacts } from './action-facts.js';
import type { StoreUse } from './artifacts.js';
import type { Duty } from './obligation.js';
import { producerOf } from './producers.js';

/**
 * What whoever writes and reads an artifact of a build needs of the project's key, where that is not the store's.
 *
 * Source: aws-cdk-lib, Project.bindToCodePipeline, which gives projects the store's key because CodeBuild ignores it. unsure:
 * no page of AWS says so.
 */
export function projectKeyDuties(use: StoreUse, facts: ActionFacts): Duty[] {
  const { landscape, declared, place } = facts;
  const { pipeline } = declared;
  const producer = producerOf(pipeline, use.artifact);
  const home = pipeline.declaredAt.environment;
  // What was copied into another region is encrypted with the key of the store there.
  if (producer === undefined || (producer.region ?? home.region) !== use.region) return [];
  const project = projectOf(producer, declared, landscape);
  const store = pipeline.artifactStores[use.region];
  if (project === undefined || store === undefined) return [];
  const { account } = landscape.bucket(store.location)?.environment ?? home;
  const key = textField(project.properties.EncryptionKey);
  if (key === undefined || key.endsWith('alias/aws/s3')) return withoutKey(use, facts, project, account);
  if (key === store.encryptionKey) return [];
  return [
    {
      place,
      step: `${use.who} uses the key of project ${describe(project.project.name)}`,
      caller: { kind: 'role', arn: use.role },
      // As for the store's own key, what goes in parts is decrypted.
      calls: use.how === 'reads' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'],
      anyOf: false,
      resource: key,
      target: { kind: 'key', id: key, region: use.region, account },
      via: `s3.${use.region}.amazonaws.com`,
    },
  ];
}

/** A project without a key of its own encrypts with S3's own, which is for its own account alone. */
function withoutKey(use: StoreUse, { place }: ActionFacts, { project }: LandscapeProject, account: string): Duty[] {
  const reader = parseArn(use.role)?.account;
  if (use.how === 'writes' || reader === undefined || reader === account || hasHole(reader)) return [];
  const why =
    `project ${describe(project.name)} names no encryption key of its own, and CodeBuild may encrypt ${use.artifact} with S3's own ` +
    'key, which no other account can use; give the project the key of the artifact store';
  return [
    {
      place,
      step: `${use.who} decrypts artifact ${use.artifact}`,
      principal: use.role,
      call: 'kms:Decrypt',
      resource: 'alias/aws/s3',
      because: { kind: 'unproven', why },
    },
  ];
}
