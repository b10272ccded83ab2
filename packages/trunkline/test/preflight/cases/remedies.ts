// Follows the remedies of findings to the letter: statements go into the policy at the finding's place, commands are run.
import type { Finding } from '../../../src/model/finding.js';
import { stepsOf } from '../../../src/preflight/landscape/json-lines.js';
import type { Json, Scenario, Settings } from './scenario.js';

/** Does what a finding says. */
export function follow({ id, place, remedy }: Finding, scenario: Scenario): void {
  if (remedy.command !== undefined) {
    scenario.settings = bootstrapped(remedy.command, scenario.settings);
    return;
  }
  if (remedy.statement === undefined) throw new Error(`The remedy of ${id} is in words alone: ${remedy.text}`);
  const file = place.file?.replace(/:\d+$/, '') ?? '';
  // What is printed is JSON, to be pasted.
  const statement = JSON.parse(JSON.stringify(remedy.statement)) as Json;
  scenario.change(file, (template) => {
    const document = stepsOf(place.jsonPath ?? '').reduce<Json>((value, step) => value?.[step], template);
    if (document?.Statement !== undefined) {
      document.Statement = [document.Statement, statement].flat();
      return;
    }
    const resource = template.Resources[place.logicalId ?? ''];
    const policy = { Version: '2012-10-17', Statement: [statement].flat() };
    if (resource?.Type === 'AWS::IAM::Role') {
      resource.Properties.Policies = [
        ...(resource.Properties.Policies ?? []),
        { PolicyName: 'Added', PolicyDocument: policy },
      ];
    } else if (resource?.Type === 'AWS::S3::Bucket') {
      const Properties = { Bucket: { Ref: place.logicalId }, PolicyDocument: policy };
      template.Resources[`${place.logicalId ?? ''}Policy`] = { Type: 'AWS::S3::BucketPolicy', Properties };
    } else {
      throw new Error(`There is no policy at ${place.file ?? ''} ${place.jsonPath ?? place.logicalId ?? ''}.`);
    }
  });
}

/** What is declared of an environment once `cdk bootstrap` has run: options that are not given stay as they are. */
function bootstrapped(command: string, settings: Settings): Settings {
  const [npx, cdk, bootstrap, environment = '', ...options] = command.split(' ');
  if ([npx, cdk, bootstrap].join(' ') !== 'npx cdk bootstrap') throw new Error(`That is no bootstrapping: ${command}`);
  const values = new Map<string, string[]>();
  for (let index = 0; index < options.length; index += 2) {
    const [option = '', value = ''] = options.slice(index, index + 2);
    if (!OPTIONS.includes(option) || value === '') throw new Error(`cdk bootstrap has no ${option} ${value}.`);
    values.set(option, [...(values.get(option) ?? []), value]);
  }
  const declared = settings.bootstrap?.[environment];
  // The stack is made as new as the CLI that runs the command.
  const kept = Object.entries(declared ?? {}).filter(([key]) => key !== 'version');
  const before = Object.fromEntries(kept);
  const list = (option: string, key: string): object => (values.has(option) ? { [key]: values.get(option) } : {});
  const state = {
    ...before,
    qualifier: values.get('--qualifier')?.[0] ?? 'hnb659fds',
    ...list('--trust', 'trust'),
    ...list('--trust-for-lookup', 'trust_for_lookup'),
    ...list('--cloudformation-execution-policies', 'cloudformation_execution_policies'),
  };
  return { ...settings, bootstrap: { ...settings.bootstrap, [environment]: state } };
}

const OPTIONS = [
  '--qualifier',
  '--toolkit-stack-name',
  '--trust',
  '--trust-for-lookup',
  '--cloudformation-execution-policies',
];
