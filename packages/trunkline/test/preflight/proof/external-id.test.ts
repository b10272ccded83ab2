// Roles that ask for an external id: who assumes them sends the one that the assembly names, and CodePipeline sends none.
import { Stack, Tags, type DefaultStackSynthesizerProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { oneStage } from './one-stage.js';
import { HOME, MEMBER, TOOLCHAIN, type Proven } from './proven.js';

const ASKED = 'delivery';

const OWN_ROLES: DefaultStackSynthesizerProps = {
  deployRoleArn: 'arn:aws:iam::${AWS::AccountId}:role/own-deploy',
  fileAssetPublishingRoleArn: 'arn:aws:iam::${AWS::AccountId}:role/own-publish',
};

/** The accounts whose roles ask for an external id, and what the synthesizer is told of it. */
async function askedIn(accounts: readonly string[], told: DefaultStackSynthesizerProps): Promise<Proven> {
  return oneStage({
    synthesizer: { ...OWN_ROLES, ...told },
    more(stack) {
      for (const account of [TOOLCHAIN, MEMBER]) {
        const roles = new Stack(stack.node.root as never, `Roles-${account}`, { env: { account, region: HOME } });
        const conditions = accounts.includes(account) ? { StringEquals: { 'sts:ExternalId': ASKED } } : {};
        for (const [name, purpose] of [
          ['own-deploy', 'deploy'],
          ['own-publish', 'file-publishing'],
        ] as const) {
          const role = new iam.Role(roles, name, {
            roleName: name,
            assumedBy: new iam.AccountPrincipal(TOOLCHAIN).withConditions(conditions),
          });
          // What CDK lets the build that updates the pipeline assume.
          Tags.of(role).add('aws-cdk:bootstrap-role', purpose);
          role.addToPolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
        }
      }
    },
  });
}

function assumptions({ obligations }: Proven, role: string): string[] {
  return obligations
    .filter(
      ({ call, resource, principal }) => call === 'sts:AssumeRole' && resource === role && principal.includes(':'),
    )
    .map(({ action, verdict }) => `${action}: ${verdict.kind}`);
}

const roleOf = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

describe('a role that asks for an external id', () => {
  const told = { deployRoleExternalId: ASKED, fileAssetPublishingExternalId: ASKED };

  test('lets in who sends it: what publishes and deploys with the CDK CLI', async () => {
    const proven = await askedIn([TOOLCHAIN], told);
    expect(assumptions(proven, roleOf(TOOLCHAIN, 'own-deploy'))).toEqual(['SelfMutate: proved']);
    expect(assumptions(proven, roleOf(TOOLCHAIN, 'own-publish'))).toEqual(['SelfMutate: proved']);
  });

  test('refuses who sends another, or none', async () => {
    for (const other of [{}, { deployRoleExternalId: 'another', fileAssetPublishingExternalId: 'another' }]) {
      const proven = await askedIn([TOOLCHAIN], other);
      expect(assumptions(proven, roleOf(TOOLCHAIN, 'own-deploy'))).toEqual(['SelfMutate: refuted']);
      expect(assumptions(proven, roleOf(TOOLCHAIN, 'own-publish'))).toEqual(['SelfMutate: refuted']);
    }
  });

  test('refuses CodePipeline, which has none to send, whatever the assembly says to the CLI', async () => {
    const proven = await askedIn([MEMBER], told);
    const answers = assumptions(proven, roleOf(MEMBER, 'own-deploy'));
    expect(answers).toContain('Prepare: refuted');
    expect(answers.filter((answer) => !answer.endsWith('refuted'))).toEqual([]);
  });
});

test('a build that assumes a role by its own commands may send any: not proved, and not refuted', async () => {
  const proven = await oneStage({
    more(stack, { synthProject }) {
      const role = new iam.Role(stack, 'Asks', {
        roleName: 'asks',
        assumedBy: new iam.AccountPrincipal(TOOLCHAIN).withConditions({ StringEquals: { 'sts:ExternalId': ASKED } }),
      });
      synthProject.addToRolePolicy(new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: [role.roleArn] }));
    },
  });
  const [found, ...more] = proven.obligations.filter(({ step }) => step === 'the project role assumes asks');
  expect(more).toEqual([]);
  expect(found?.verdict).toEqual({ kind: 'unproven', why: expect.stringContaining("'sts:ExternalId'") });
});
