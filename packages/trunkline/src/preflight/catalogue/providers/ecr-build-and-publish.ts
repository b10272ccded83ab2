// Builds an image and pushes it to ECR, on a build that CodePipeline runs itself.
import type { CatalogueEntry, Need } from '../catalogue.js';
import { oneOf, optional, required } from '../keys.js';
import { LOGS } from '../managed-compute.js';

const SOURCE = 'CodePipeline User Guide, ECRBuildAndPublish build action reference, service role permissions';
const PUSH = [
  'InitiateLayerUpload',
  'UploadLayerPart',
  'CompleteLayerUpload',
  'PutImage',
  'BatchCheckLayerAvailability',
];

/** A registry of the account's own is the default. */
function need(registry: readonly string[], step: string, calls: readonly string[], on: string): Need {
  return { who: 'action role', step, calls, on, when: { key: 'RegistryType', is: registry }, source: SOURCE };
}

const privately = (step: string, calls: readonly string[], on: string): Need => need(['private', ''], step, calls, on);
const publicly = (step: string, calls: readonly string[], on: string): Need => need(['public'], step, calls, on);

/** `Build/AWS/ECRBuildAndPublish/1`. */
export const ecrBuildAndPublish: CatalogueEntry = {
  type: 'Build/AWS/ECRBuildAndPublish/1',
  reads: 'action role',
  keys: [required('ECRRepositoryName'), oneOf(optional('RegistryType'), 'private', 'public')],
  needs: [
    privately('signs in to the registry', ['ecr:GetAuthorizationToken'], '*'),
    privately(
      'pushes the image',
      ['DescribeRepositories', 'GetDownloadUrlForLayer', ...PUSH].map((call) => `ecr:${call}`),
      'arn:{partition}:ecr:{region}:{account}:repository/{ECRRepositoryName}',
    ),
    publicly('signs in to the public registry', ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'], '*'),
    publicly(
      'pushes the image',
      ['DescribeRepositories', ...PUSH].map((call) => `ecr-public:${call}`),
      'arn:{partition}:ecr-public::{account}:repository/{ECRRepositoryName}',
    ),
    ...LOGS,
  ],
};
