// How repositories of ECR are addressed, of accounts and regions that are known.
import { RegionInfo } from 'aws-cdk-lib/region-info';

/** An account and region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** The address that images of a repository are pushed to. */
export function repositoryUri({ account, region }: Place, name: string): string {
  return `${account}.dkr.ecr.${region}.${RegionInfo.get(region).domainSuffix ?? 'amazonaws.com'}/${name}`;
}

/** The ARN of a repository. */
export function repositoryArn({ account, region }: Place, name: string): string {
  return `arn:${partition(region)}:ecr:${region}:${account}:repository/${name}`;
}

/** The ARN of a role. */
export function roleArn({ account, region }: Place, name: string): string {
  return `arn:${partition(region)}:iam::${account}:role/${name}`;
}

function partition(region: string): string {
  return RegionInfo.get(region).partition ?? 'aws';
}
