// The intrinsic functions that the evaluator knows: one line each.
import { and } from './and.js';
import { base64 } from './base64.js';
import { cidr } from './cidr.js';
import { condition } from './condition.js';
import { contains } from './contains.js';
import type { ConditionIntrinsic, Intrinsic } from './context.js';
import { eachMemberEquals } from './each-member-equals.js';
import { eachMemberIn } from './each-member-in.js';
import { equals } from './equals.js';
import { findInMap } from './find-in-map.js';
import { getAtt } from './get-att.js';
import { getAzs } from './get-azs.js';
import { getStackOutput } from './get-stack-output.js';
import { ifIntrinsic } from './if.js';
import { importValue } from './import-value.js';
import { join } from './join.js';
import { length } from './length.js';
import { not } from './not.js';
import { or } from './or.js';
import { ref } from './ref.js';
import { select } from './select.js';
import { split } from './split.js';
import { sub } from './sub.js';
import { toJsonString } from './to-json-string.js';
import { transform } from './transform.js';

/** Intrinsics that yield a value. Source: CloudFormation Template Reference, Intrinsic function reference. */
export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::Base64', base64],
  ['Fn::Cidr', cidr],
  ['Fn::FindInMap', findInMap],
  ['Fn::GetAtt', getAtt],
  ['Fn::GetAZs', getAzs],
  ['Fn::GetStackOutput', getStackOutput],
  ['Fn::If', ifIntrinsic],
  ['Fn::ImportValue', importValue],
  ['Fn::Join', join],
  ['Fn::Length', length],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', sub],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Transform', transform],
]);

/** Intrinsics that yield true or false: those of `Conditions`, and the three of `Rules` that work on plain values. */
export const CONDITION_INTRINSICS: ReadonlyMap<string, ConditionIntrinsic> = new Map<string, ConditionIntrinsic>([
  ['Condition', condition],
  ['Fn::And', and],
  ['Fn::Contains', contains],
  ['Fn::EachMemberEquals', eachMemberEquals],
  ['Fn::EachMemberIn', eachMemberIn],
  ['Fn::Equals', equals],
  ['Fn::Not', not],
  ['Fn::Or', or],
]);
