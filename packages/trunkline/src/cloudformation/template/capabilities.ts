// Capabilities: what CloudFormation wants acknowledged before it deploys a template.
import type { Template } from '../../model/template.js';
import { transformsOf } from './transforms.js';

/** IAM types and the property that names them. Source: CloudFormation User Guide, acknowledging IAM resources. */
const IAM_NAMES: ReadonlyMap<string, string> = new Map([
  ['AWS::IAM::AccessKey', ''],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Policy', ''],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::UserToGroupAddition', ''],
]);

/** The sentence with which CloudFormation refuses; `undefined` where everything needed is acknowledged. */
export function missingCapability(template: Template, given: readonly string[] | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (transformsOf(template).length > 0 && !given.includes('CAPABILITY_AUTO_EXPAND')) {
    return 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]';
  }
  const iam = Object.values(template.Resources).filter(({ Type }) => IAM_NAMES.has(Type));
  const named = iam.some(({ Type, Properties }) => Properties?.[IAM_NAMES.get(Type) ?? ''] !== undefined);
  if (named && !given.includes('CAPABILITY_NAMED_IAM')) return 'Requires capabilities : [CAPABILITY_NAMED_IAM]';
  const acknowledged = given.includes('CAPABILITY_IAM') || given.includes('CAPABILITY_NAMED_IAM');
  return iam.length > 0 && !acknowledged ? 'Requires capabilities : [CAPABILITY_IAM]' : undefined;
}
