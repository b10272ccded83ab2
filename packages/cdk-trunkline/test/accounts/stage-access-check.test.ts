// What is added to a stage's access role once it is there: checked on what is rendered, when the app is synthesized.
import { Stack } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  Effect,
  ManagedPolicy,
  Policy,
  PolicyDocument,
  PolicyStatement,
  Role,
  type PolicyStatementProps,
} from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import { PipelineConfig } from '../../src';
import { StageAccessRole } from '../../src/accounts/stage-access-role';
import { CONFIG, quickApp } from '../pipeline/services-pipeline';

const config = PipelineConfig.fromObject(CONFIG);
const EVERYTHING = { actions: ['*'], resources: ['*'] };

function everything(): PolicyStatement {
  return new PolicyStatement(EVERYTHING);
}

/** Synthesizes an app with the role of stage dev and whatever is added; the error's message, or none. */
function problemOf(add: (role: StageAccessRole, stack: Stack) => void): string | undefined {
  const app = quickApp();
  const stack = new Stack(app, 'Account', { env: { account: '222222222222', region: 'eu-central-1' } });
  add(new StageAccessRole(stack, 'Access', { config, stage: 'dev' }), stack);
  try {
    app.synth();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('everything', () => {
  test.each<[string, (role: StageAccessRole, stack: Stack) => void]>([
    ['as a statement', (role) => role.addToPrincipalPolicy(everything())],
    [
      'as a statement that was narrow when it was added',
      (role) => {
        const statement = new PolicyStatement({ actions: ['s3:ListBucket'], resources: ['*'] });
        role.addToPrincipalPolicy(statement);
        statement.addActions('*');
      },
    ],
    [
      'as an AWS managed policy',
      (role) => {
        role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
      },
    ],
    [
      'as a managed policy that can make itself one',
      (role) => {
        role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('IAMFullAccess'));
      },
    ],
    [
      'as a managed policy of the reader',
      (role, stack) => {
        role.addManagedPolicy(new ManagedPolicy(stack, 'Own', { statements: [everything()] }));
      },
    ],
    [
      'as a managed policy that names the role',
      (role, stack) => new ManagedPolicy(stack, 'Own', { roles: [role], statements: [everything()] }),
    ],
    [
      'as an inline policy that is filled later',
      (role, stack) => {
        const policy = new Policy(stack, 'Own', { roles: [role] });
        policy.addStatements(everything());
      },
    ],
    [
      'in a stack of another region',
      (role, stack) => {
        const elsewhere = new Stack(stack.node.root as Stack, 'Elsewhere', {
          env: { account: '222222222222', region: 'us-east-1' },
        });
        const policy = new Policy(elsewhere, 'Own', { statements: [everything()] });
        policy.attachToRole(role);
      },
    ],
    [
      'by way of its name',
      (_role, stack) => {
        const named = Role.fromRoleName(stack, 'Named', 'trunkline-services-dev');
        named.attachInlinePolicy(new Policy(stack, 'Own', { statements: [everything()] }));
      },
    ],
    [
      'in IAM, with the partition as a reference',
      (role, stack) => {
        const resource = stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: '*' });
        role.addToPrincipalPolicy(new PolicyStatement({ actions: ['iam:*'], resources: [resource] }));
      },
    ],
  ])('is refused %s', (_, add) => {
    const message = problemOf(add);
    expect(message).toContain('[Account/Access] StageAccessRole: ');
    expect(message).toMatch(/AdministratorAccess|IAMFullAccess/);
    expect(message).toContain('Change it, then run `npx cdk synth` again.');
  });

  test('is told once, and of the role that has it', () => {
    const message = problemOf((role, stack) => {
      const other = new Stack(stack.node.root as Stack, 'Other', {
        env: { account: '333333333333', region: 'eu-central-1' },
      });
      new StageAccessRole(other, 'Access', { config, stage: 'qa' });
      for (const id of ['One', 'Two']) new Policy(stack, id, { roles: [role], statements: [everything()] });
    });
    expect(message?.match(/allows every action/g)).toHaveLength(1);
    expect(message).not.toContain('[Other/Access]');
  });
});

describe('the trust', () => {
  function trusting(props: PolicyStatementProps): (role: StageAccessRole) => void {
    return (role) =>
      role.assumeRolePolicy?.addStatements(new PolicyStatement({ actions: ['sts:AssumeRole'], ...props }));
  }

  const everyRole = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*' } };

  test.each<[string, PolicyStatementProps]>([
    ['everybody', { principals: [new AnyPrincipal()] }],
    ['another account', { principals: [new AccountPrincipal('999999999999')] }],
    ['the toolchain account as a whole', { principals: [new AccountPrincipal('111111111111')] }],
    ['everybody, with a condition', { principals: [new AnyPrincipal()], conditions: everyRole }],
    ['everybody but some', { notPrincipals: [new ArnPrincipal('arn:aws:iam::111111111111:user/x')] }],
  ])('cannot be widened to %s', (_, props) => {
    expect(problemOf(trusting(props))).toContain('it lets everybody assume it, or everybody in an account');
  });

  test('can be widened to somebody, and narrowed', () => {
    const message = problemOf((role) => {
      trusting({ principals: [new ArnPrincipal('arn:aws:iam::111111111111:role/OnCall')] })(role);
      const conditions = { Bool: { 'aws:SecureTransport': 'false' } };
      trusting({ effect: Effect.DENY, principals: [new AnyPrincipal()], conditions })(role);
    });
    expect(message).toBeUndefined();
  });
});

test('what a role is granted in the ordinary way may stay', () => {
  const message = problemOf((role, stack) => {
    new Bucket(stack, 'Reports').grantReadWrite(role);
    role.attachInlinePolicy(
      new Policy(stack, 'Own', { statements: [new PolicyStatement({ actions: ['sqs:*'], resources: ['*'] })] }),
    );
    // Somebody else's administrator.
    new ManagedPolicy(stack, 'Others', { document: new PolicyDocument({ statements: [everything()] }) });
  });
  expect(message).toBeUndefined();
});
