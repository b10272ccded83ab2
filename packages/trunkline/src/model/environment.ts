// Where a stack lives: an AWS account and a region.

/** An AWS account and region, as `aws://<account>/<region>` names them in a cloud assembly. */
export interface Environment {
  /** The twelve digits of the account. */
  readonly account: string;
  /** The region's name, such as `eu-central-1`. */
  readonly region: string;
}

/** `account/region`, for messages and as a key. */
export function formatEnvironment(environment: Environment): string {
  return `${environment.account}/${environment.region}`;
}
