// The KMS keys of templates, with their aliases.
import { partitionOf } from '../../assembly/environment.js';
import { scalarText } from '../../assembly/intrinsics/context.js';
import { formatEnvironment } from '../../model/environment.js';
import type { TemplateValue } from '../../model/template.js';
import type { LandscapeKey } from './landscape.js';
import type { StackScope } from './stack-scope.js';
import { placedPolicy } from './placed-policy.js';
import { accountOf, environmentOf, originOf } from './template-source.js';
import { textField } from './values.js';

const KEY_TYPES = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** The keys of all templates. An alias may be declared in another template than its key. */
export function keysOf(scopes: readonly StackScope[]): LandscapeKey[] {
  const aliases = aliasesByKey(scopes);
  return scopes.flatMap((scope) =>
    KEY_TYPES.flatMap((type) => scope.idsOf(type)).map((id) => {
      const { arn, name } = scope.identity(id);
      const { source } = scope;
      const place = formatEnvironment(source.environment);
      const declared = scope.property(id, 'KeyPolicy') !== undefined;
      const enabled = enabledOf(scope, id);
      return {
        arn,
        environment: environmentOf(source),
        origin: originOf(source, id),
        policy: placedPolicy(scope, id, 'KeyPolicy', declared ? undefined : () => defaultPolicy(scope)),
        ...(enabled === true ? {} : { enabled }),
        aliases: [...(aliases.get(`${place}/${name}`) ?? []), ...(aliases.get(`${place}/${arn}`) ?? [])],
      };
    }),
  );
}

/** Source: Template Reference, AWS::KMS::Key: Enabled, which is true where it is not given. */
function enabledOf(scope: StackScope, id: string): NonNullable<LandscapeKey['enabled']> {
  const enabled = scope.property(id, 'Enabled');
  if (enabled === undefined) return true;
  const text = scalarText(enabled)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : 'unknown';
}

/** Alias names by environment and what they point to, an id or an ARN. */
function aliasesByKey(scopes: readonly StackScope[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const scope of scopes) {
    for (const id of scope.idsOf('AWS::KMS::Alias')) {
      const target = textField(scope.property(id, 'TargetKeyId'));
      if (target === undefined || scope.exists(id) === undefined) continue;
      const key = `${formatEnvironment(scope.source.environment)}/${target}`;
      found.set(key, [...(found.get(key) ?? []), scope.identity(id).name]);
    }
  }
  return found;
}

/** What KMS gives a key without a policy. Source: KMS Developer Guide, Default key policy. */
function defaultPolicy({ source }: StackScope): TemplateValue {
  const root = `arn:${partitionOf(source.environment.region)}:iam::${accountOf(source)}:root`;
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }],
  };
}
