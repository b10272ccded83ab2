// Environments that are not bootstrapped as the pipeline needs it, by what `.trunklinerc.json` declares.
import { afterAll, beforeAll, describe, test } from 'vitest';
import { DEV, FAR, HOME, PROD, synthesizeLibraryApp, synthesizePlainApp, TOOLING } from './apps.js';
import { removeFolders, type Settings } from './scenario.js';
import { baseOf, tell, type Base } from './story.js';

const POLICY = '--cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess';
const DEV_ACTIONS = ['Assets/FileAssets', 'Dev/services-Main.Prepare', 'Dev/services-Main.Deploy'];

let base: Base;
let plain: Base;

beforeAll(async () => {
  base = await baseOf((folder) => synthesizeLibraryApp(folder, { stores: 'by name', readers: 'accounts' }));
  plain = await baseOf(synthesizePlainApp);
});

afterAll(removeFolders);

function declared(state: unknown, account = DEV, region = HOME): Settings {
  return { bootstrap: { [`aws://${account}/${region}`]: state } };
}

describe('an environment', () => {
  test('was bootstrapped without --trust', () =>
    tell(base, {
      settings: declared({ trust: [] }),
      told: [
        {
          id: 'bootstrap-trust',
          problem: [
            `The trust policy of role cdk-hnb659fds-file-publishing-role-${DEV}-${HOME} of account ${DEV} and 1 more`,
            'does not let role services-production/Delivery/Assets/FileRole',
            `of account ${TOOLING} and 1 more assume it`,
            `was bootstrapped without --trust ${TOOLING}, and trusts no other account`,
          ],
          consequence: 'not authorized to perform sts:AssumeRole',
          command: `npx cdk bootstrap aws://${DEV}/${HOME} --trust ${TOOLING} ${POLICY}`,
          explains: DEV_ACTIONS,
        },
      ],
    }));

  test('trusts the wrong account', () =>
    tell(base, {
      settings: declared({ trust: ['999999999999'] }),
      told: [
        {
          id: 'bootstrap-trust',
          problem: [`without --trust ${TOOLING}, and trusts account 999999999999 alone`],
          command: `npx cdk bootstrap aws://${DEV}/${HOME} --trust 999999999999 --trust ${TOOLING} ${POLICY}`,
          explains: DEV_ACTIONS,
        },
      ],
    }));

  test('was never bootstrapped: all that its roles are to do has failed, and none of it is dropped', () =>
    tell(base, {
      settings: declared(false),
      told: [
        {
          id: 'bootstrap-missing',
          problem: [
            `There is no role cdk-hnb659fds-file-publishing-role-${DEV}-${HOME} of account ${DEV} and 2 more`,
            `${DEV}/${HOME} is not bootstrapped`,
          ],
          command: `npx cdk bootstrap aws://${DEV}/${HOME} --trust ${TOOLING} ${POLICY}`,
          explains: DEV_ACTIONS,
        },
      ],
    }));

  test('was bootstrapped long ago, with an older version than its stacks ask for', () =>
    tell(base, {
      settings: declared({ version: 5, trust: [TOOLING] }),
      told: [
        {
          id: 'bootstrap-version',
          problem: [`The bootstrap stack of ${DEV}/${HOME} is of version 5; stack`, 'needs version 6 or newer'],
          consequence: 'Dev/services-Main.Prepare would fail',
          command: `npx cdk bootstrap aws://${DEV}/${HOME} --trust ${TOOLING} ${POLICY}`,
          explains: ['Dev/services-Main.Prepare'],
        },
      ],
    }));

  test("that is the pipeline's own was never bootstrapped", () =>
    tell(base, {
      settings: declared(false, TOOLING),
      told: [
        {
          id: 'bootstrap-missing',
          problem: [`${TOOLING}/${HOME} is not bootstrapped`],
          command: `npx cdk bootstrap aws://${TOOLING}/${HOME}`,
          explains: [
            'UpdatePipeline/SelfMutate',
            'Assets/FileAssets',
            'Inner/services-Main.Prepare',
            'Inner/services-Main.Deploy',
          ],
        },
      ],
    }));

  test('was bootstrapped with another qualifier', () =>
    tell(base, {
      settings: declared({ qualifier: 'mine' }),
      told: [
        {
          id: 'bootstrap-missing',
          problem: [
            `There is no role cdk-hnb659fds-`,
            'is bootstrapped with qualifier mine, and the stacks are synthesized for hnb659fds',
          ],
          command: `npx cdk bootstrap aws://${DEV}/${HOME} --toolkit-stack-name CDKToolkit-hnb659fds --qualifier hnb659fds --trust ${TOOLING} ${POLICY}`,
          explains: DEV_ACTIONS,
        },
      ],
    }));

  test('trusts the pipeline, and lets CloudFormation do nothing', () =>
    tell(base, {
      settings: declared({ cloudformation_execution_policies: [] }),
      told: [
        {
          id: 'bootstrap-execution-policies',
          problem: [`Role cdk-hnb659fds-cfn-exec-role-${DEV}-${HOME} of account ${DEV} has no policies`, '--trust'],
          command: `npx cdk bootstrap aws://${DEV}/${HOME} --trust ${TOOLING} ${POLICY}`,
          explains: ['Dev/services-Main.Prepare'],
        },
      ],
    }));
});

test('all environments of an account without trust: one finding each, as each is bootstrapped by itself', () =>
  tell(base, {
    settings: {
      bootstrap: { [`aws://${PROD}/${HOME}`]: { trust: [] }, [`aws://${PROD}/${FAR}`]: { trust: [] } },
    },
    told: [HOME, FAR].map((region) => ({
      id: 'bootstrap-trust',
      problem: [`${PROD}/${region} was bootstrapped without --trust ${TOOLING}`],
      explains: [
        'Assets/FileAssets',
        `Prod/${region}.Prod-services-Main.Prepare`,
        `Prod/${region}.Prod-services-Main.Deploy`,
      ],
    })),
  }));

describe('plain CDK Pipelines', () => {
  test('deploy to an environment that does not trust them', () =>
    tell(plain, {
      settings: declared({ trust: [] }),
      told: [
        {
          id: 'bootstrap-trust',
          problem: [`cdk-hnb659fds-file-publishing-role-${DEV}-${HOME}`, `without --trust ${TOOLING}`],
          explains: ['Assets/Asset', 'Dev/Prepare', 'Dev/Deploy'],
        },
      ],
    }));

  test('deploy to an environment that was never bootstrapped', () =>
    tell(plain, {
      settings: declared(false, PROD, FAR),
      told: [
        {
          id: 'bootstrap-missing',
          problem: [`cdk-hnb659fds-file-publishing-role-${PROD}-${FAR}`, `${PROD}/${FAR} is not bootstrapped`],
          explains: ['Assets/Asset', 'Prod/Prepare', 'Prod/Deploy'],
        },
      ],
    }));
});
