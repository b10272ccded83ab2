// Amazon Inspector's scan, of sources or of an image.
import type { CatalogueEntry } from '../catalogue.js';
import { oneOf, required } from '../keys.js';
import { LOGS } from '../managed-compute.js';

const SOURCE =
  'CodePipeline User Guide, Amazon Inspector InspectorScan invoke action reference, service role permissions';
const IMAGE = { key: 'InspectorRunMode', is: ['ECRImageScan'] };

/** `Invoke/AWS/InspectorScan/1`. */
export const inspectorScan: CatalogueEntry = {
  type: 'Invoke/AWS/InspectorScan/1',
  reads: 'action role',
  writes: 'action role',
  keys: [oneOf(required('InspectorRunMode'), 'SourceCodeScan', 'ECRImageScan'), required('ECRRepositoryName', IMAGE)],
  needs: [
    { who: 'action role', step: 'has the scan made', calls: ['inspector-scan:ScanSbom'], on: '*', source: SOURCE },
    {
      who: 'action role',
      step: 'signs in to the registry',
      calls: ['ecr:GetAuthorizationToken'],
      on: '*',
      when: IMAGE,
      source: 'CDK, InspectorEcrImageScanAction.bound; ECR User Guide, Private registry authentication',
    },
    {
      who: 'action role',
      step: 'pulls the image',
      calls: ['ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage', 'ecr:BatchCheckLayerAvailability'],
      on: 'arn:{partition}:ecr:{region}:{account}:repository/{ECRRepositoryName}',
      when: IMAGE,
      source: SOURCE,
    },
    ...LOGS,
  ],
};
