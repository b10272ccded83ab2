// Publishing assets: the build assumes the publishing role of each destination, which writes into its bucket or repository.
import type { Asset, AssetDestination } from '../../../model/assembly.js';
import { partitionOf } from '../../../assembly/environment.js';
import type { PreflightInput } from '../../input.js';
import type { Published } from '../buildspec-commands.js';
import type { ActionFacts } from '../action-facts.js';
import type { ActionPlace, Duty, Obligation } from '../obligation.js';
import { assumes } from './assume.js';

/** What publishing needs. Calls of cdk-assets. Source: aws-cdk-cli, cdk-assets, lib/private/handlers. */
export function publishingDuties(
  facts: ActionFacts,
  role: string,
  published: readonly Published[],
  input: PreflightInput,
): Duty[] {
  const destinations = new Map<string, { readonly asset: Asset; readonly destination: AssetDestination }>();
  const missing: Duty[] = [];
  for (const { manifestPath, assetId, destinationId } of published) {
    const asset = input.assets.get(manifestPath)?.find(({ id }) => id === assetId);
    const destination = asset?.destinations.find(({ id }) => id === destinationId);
    if (asset === undefined || destination === undefined) {
      const why = `${manifestPath} of the assembly has no asset ${assetId} with destination ${destinationId}`;
      missing.push({
        place: facts.place,
        step: 'the build publishes an asset',
        principal: role,
        call: 'sts:AssumeRole',
        resource: assetId,
        because: { kind: 'unproven', why },
      });
      continue;
    }
    // Of many assets of one kind for one place, one tells all.
    const { bucketName = '', repositoryName = '', assumeRoleArn = '', environment } = destination;
    const key = [asset.kind, assumeRoleArn, bucketName, repositoryName, environment.region].join('|');
    if (!destinations.has(key)) destinations.set(key, { asset, destination });
  }
  return [
    ...missing,
    ...[...destinations.values()].flatMap((each) => destinationDuties(facts.place, role, each, facts)),
  ];
}

function destinationDuties(
  place: ActionPlace,
  build: string,
  { asset, destination }: { readonly asset: Asset; readonly destination: AssetDestination },
  { landscape }: ActionFacts,
): Duty[] {
  const { assumeRoleArn, assumeRoleExternalId = null } = destination;
  const role = assumeRoleArn ?? build;
  const assume =
    assumeRoleArn === undefined
      ? []
      : [assumes(place, `the project role assumes the publishing role`, build, assumeRoleArn, assumeRoleExternalId)];
  return [...assume, ...(asset.kind === 'file' ? fileDuties : imageDuties)(place, role, destination, landscape)];
}

type DestinationDuties = (
  place: ActionPlace,
  role: string,
  destination: AssetDestination,
  landscape: ActionFacts['landscape'],
) => Obligation[];

const fileDuties: DestinationDuties = (place, role, { bucketName = '', objectKey = '', environment }, landscape) => {
  const bucket = landscape.bucket(bucketName);
  const account = bucket?.environment.account ?? environment.account;
  const arn = `arn:${partitionOf(environment.region)}:s3:::${bucketName}`;
  const common = { place, caller: { kind: 'role', arn: role }, anyOf: false } as const;
  const target = { kind: 'bucket', name: bucketName, account } as const;
  const step = 'the publishing role uploads files';
  return [
    { ...common, step, calls: ['s3:GetBucketLocation', 's3:ListBucket'], resource: arn, target },
    { ...common, step, calls: ['s3:PutObject'], resource: `${arn}/${objectKey}`, target },
    // S3's own key lets in everybody of the account that comes through S3. Source: KMS Developer Guide, AWS managed keys.
    ...(bucket?.kmsKey === undefined || bucket.kmsKey.endsWith('alias/aws/s3')
      ? []
      : [
          {
            ...common,
            step: 'the publishing role uses the key of the asset bucket',
            // Larger files go in parts, for which S3 decrypts too. Source: S3 User Guide, Uploading with SSE-KMS, multipart.
            calls: ['kms:Decrypt', 'kms:GenerateDataKey'],
            resource: bucket.kmsKey,
            target: { kind: 'key', id: bucket.kmsKey, region: environment.region, account } as const,
            via: `s3.${environment.region}.amazonaws.com`,
          },
        ]),
  ];
};

const imageDuties: DestinationDuties = (place, role, { repositoryName = '', environment }) => {
  const { account, region } = environment;
  const repository = `arn:${partitionOf(region)}:ecr:${region}:${account}:repository/${repositoryName}`;
  const common = { place, caller: { kind: 'role', arn: role }, anyOf: false } as const;
  const step = 'the publishing role pushes images';
  return [
    {
      ...common,
      step,
      calls: ['ecr:GetAuthorizationToken'],
      resource: '*',
      region,
      target: { kind: 'other', arn: '*', account },
    },
    {
      ...common,
      step,
      calls: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:CompleteLayerUpload',
        'ecr:DescribeImages',
        'ecr:DescribeRepositories',
        'ecr:InitiateLayerUpload',
        'ecr:PutImage',
        'ecr:UploadLayerPart',
      ],
      resource: repository,
      target: { kind: 'other', arn: repository, account },
    },
  ];
};
