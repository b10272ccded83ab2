// The command line: one table of commands; a command's code is loaded when it is called.
import { Command, InvalidArgumentError, Option } from 'commander';
import type {
  ComboOptions,
  ExplainOptions,
  PreflightCommandOptions,
  RehearseOptions,
  RetryOptions,
  SetupOptions,
} from './options.js';
import { VERSION } from './version.js';

/**
 * Makes the program.
 * @param exit is told the exit code of the command that ran
 */
export function buildProgram(exit: (code: number) => void): Command {
  const program = new Command('trunkline')
    .description('Proves and rehearses the delivery pipelines of AWS CDK apps before anyone deploys them.')
    .version(VERSION)
    .option('-C, --directory <dir>', "the project's folder, with cdk.json", '.')
    .exitOverride()
    .configureHelp({ helpWidth: 100 })
    .addHelpText('after', '\nExit codes: 0 clean, 1 findings or a failed action, 2 wrong use, 3 a bug of trunkline.');

  program
    .command('preflight')
    .description('prove from the cloud assembly that every role of every pipeline can do its part')
    .option('--app <dir>', 'the cloud assembly (default: "cdk.out", or "app" of .trunklinerc.json)')
    .option('--synth', 'synthesize first, with "synth" of .trunklinerc.json (default: "npx cdk synth --quiet")')
    .option(
      '--beside <dir>',
      'a further assembly whose stacks exist, such as shared artifact stores; may be repeated',
      repeated,
    )
    .option('--strict', 'exit with 1 for obligations that could not be proved, too')
    .addOption(
      new Option('--fail-on <severity>', 'the least severity of findings that exits with 1')
        .choices(['error', 'warning'])
        .default('error'),
    )
    .option('--live', 'read bootstrapping, roles, buckets and keys from the accounts, with calls that only read')
    .option(
      '--live-profile <account=profile>',
      'with --live: the AWS profile for an account; may be repeated (default: your own credentials)',
      liveProfile,
    )
    .option(
      '--endpoint-url <url>',
      'with --live: one URL that answers for all AWS services, such as that of a simulator',
    )
    .option('--sarif <file>', 'write the findings as SARIF 2.1.0, for code scanning services')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
It reads files alone: nothing is run but the synthesis, and no account is asked unless --live is given.
What cannot be told from the assembly is said in .trunklinerc.json: "bootstrap", "organization_id",
"service_control_policies", "resource_control_policies", "quotas", "beside", "acknowledge".

Examples:
  $ trunkline preflight --synth                    synthesize, then prove every pipeline
  $ trunkline preflight --beside ../stores/cdk.out --strict
                                                   with artifact stores of another app; everything has to be proved
  $ trunkline preflight --sarif preflight.sarif --fail-on warning
                                                   in CI, with the findings for a code scanning service
  $ trunkline preflight --live --live-profile 222233334444=dev
                                                   with what the accounts really have`,
    )
    .action(async (_options: unknown, command: Command) => {
      const { preflightCommand } = await import('./commands/preflight.js');
      exit(await preflightCommand(command.optsWithGlobals<PreflightCommandOptions>()));
    });

  program
    .command('explain')
    .description('say what a finding of preflight means, and how it is mended')
    .argument('[id]', "a finding's id; without one, all of them are listed")
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ trunkline explain bootstrap-trust    what it means that an environment does not trust the pipeline's account
  $ trunkline explain                    the ids of all findings`,
    )
    .action(async (id: string | undefined, _options: unknown, command: Command) => {
      const { explainCommand } = await import('./commands/explain.js');
      exit(explainCommand(id, command.optsWithGlobals<ExplainOptions>()));
    });

  program
    .command('rehearse')
    .description('run the pipelines of a cloud assembly on this machine')
    .argument('[pipelines...]', 'names of pipelines or of their stacks; all where none is given')
    .option('--app <dir>', 'the cloud assembly (default: "cdk.out", or "app" of .trunklinerc.json)')
    .option('--synth', 'synthesize first, with "synth" of .trunklinerc.json (default: "npx cdk synth --quiet")')
    .option('--working-tree', 'take the source with its uncommitted changes, not the last commit')
    .option('--yes', 'approve every manual approval')
    .option('--deploy', "deploy the assembly's pipelines in the twin first, as 'cdk deploy' would")
    .option('--variable <name=value>', "a pipeline variable's value; may be repeated", variable)
    .option('--enable-transition <stage>', 'let executions into a stage that is disabled; may be repeated', repeated)
    .option('--concurrency <n>', 'builds that run at once (default: the number of processors)', positiveInteger)
    .option('--no-preflight', 'leave out the preflight that comes first')
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ trunkline rehearse --synth                 synthesize, then rehearse every pipeline of the last commit
  $ trunkline rehearse --working-tree --yes my-pipeline
                                               one pipeline, uncommitted changes included, approvals given
  $ trunkline rehearse --variable Size=small --enable-transition Prod
                                               with a pipeline variable, and into a stage that is disabled`,
    )
    .action(async (pipelines: string[], _options: unknown, command: Command) => {
      const { rehearseCommand } = await import('./commands/rehearse.js');
      exit(await rehearseCommand(pipelines, command.optsWithGlobals<RehearseOptions>()));
    });

  program
    .command('retry')
    .description('run one action of an earlier rehearsal again')
    .argument('<run>', "the run's id, as the report names it")
    .argument('<pipeline>', "the pipeline's name")
    .argument('<action>', 'Stage/Action')
    .option('--yes', 'approve a manual approval')
    .option('--enable-transition <stage>', 'let the execution into a stage that is disabled; may be repeated', repeated)
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      `
The source is taken anew, so that a mended test runs; all other inputs, variables and enabled transitions are
those of the earlier rehearsal.

Examples:
  $ trunkline retry 20261122-091500-3f2a my-pipeline Tests/LambdaTests
  $ trunkline --directory examples/services retry 20261122-091500-3f2a my-pipeline Build/Synth`,
    )
    .action(async (run: string, pipeline: string, action: string, _options: unknown, command: Command) => {
      const { retryCommand } = await import('./commands/retry.js');
      exit(await retryCommand({ run, pipeline, action }, command.optsWithGlobals<RetryOptions>()));
    });

  program
    .command('setup')
    .description('print every step from nothing to a running pipeline, for this project')
    .option('--app <dir>', 'the cloud assembly (default: "cdk.out", or "app" of .trunklinerc.json)')
    .option('--synth', 'synthesize first, with "synth" of .trunklinerc.json (default: "npx cdk synth --quiet")')
    .option('--json', 'print the steps as JSON')
    .addHelpText(
      'after',
      `
It reads the cloud assembly alone: nothing is run, and no account is asked. Any CDK Pipelines app will do.

Examples:
  $ trunkline setup --synth                        synthesize, then print the steps
  $ trunkline -C examples/services setup --json    the same as data, for the assembly that is there`,
    )
    .action(async (_options: unknown, command: Command) => {
      const { setupCommand } = await import('./commands/setup.js');
      exit(await setupCommand(command.optsWithGlobals<SetupOptions>()));
    });

  program
    .command('combo')
    .description('make one image of several official ones, such as Python and Node')
    .argument('<images...>', 'NAME:TAG, such as python:3.12; or NAME:TAG@FILE_OR_URL, with its Dockerfile')
    .option('--check', 'ask the registries whether an image is newer than the combo; up to date ends with 0')
    .option('--build', "build it and run each tool's version in it; with --check only where it is not up to date")
    .option('--push', 'build it, then push it to --repository, and print its digest')
    .option(
      '--repository <name>',
      'where the combo lies: HOST/NAME, or HOST/PREFIX/ (default: "python_node" on this machine)',
    )
    .option('--from <image>', 'the base, in place of those that the images name')
    .option('--env <name=value>', "a variable's value, which settles a conflict; may be repeated", variable)
    .option('--user <user>', 'the user, which settles a conflict')
    .option('--workdir <path>', 'the working directory, which settles a conflict')
    .option('--index <url>', 'where the library files of the official images are')
    .option('--registry <host>', 'HOST or HOST/PREFIX of a mirror of Docker Hub, such as public.ecr.aws/docker')
    .option('--platform <os/architecture>', "the combo's platform (default: Linux on this machine's processor)")
    .addOption(
      new Option('--builder <name>', 'what builds (default: the first of these that works here)').choices([
        'docker',
        'buildah',
        'podman',
      ]),
    )
    .option(
      '--insecure <host>',
      'a registry that speaks plain HTTP; may be repeated (one on loopback need not be named)',
      repeated,
    )
    .option('--output <file>', 'write the Dockerfile there, not to stdout')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
The combo is called NAME_NAME:TAG_TAG, such as python_node:3.12_22. With --check, exit code 1 says that it is not up to
date or not there, and 2 that this could not be told. Logins are those of docker, podman or buildah;
TRUNKLINE_REGISTRY_USERNAME and TRUNKLINE_REGISTRY_PASSWORD are one for the host of --repository.

Examples:
  $ trunkline combo python:3.12 node:22            print one Dockerfile of both
  $ trunkline combo ruby:3.4 node:22 --from buildpack-deps:bookworm --env LANG=C.UTF-8 --build
                                                   with a base and a variable of your choice, built and tried
  $ trunkline combo python:3.12 node:22 --check --build --push --repository registry.example.com/combos/
                                                   every day: does nothing while all images are up to date`,
    )
    .action(async (images: string[], _options: unknown, command: Command) => {
      const { comboCommand } = await import('./commands/combo.js');
      exit(await comboCommand(images, command.optsWithGlobals<ComboOptions>()));
    });
  for (const command of program.commands) command.exitOverride();
  return program;
}

function repeated(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

function variable(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === '') throw new InvalidArgumentError('Give NAME=VALUE.');
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`Give ${name} one value.`);
  return Object.fromEntries([...Object.entries(before), [name, value]]);
}

function liveProfile(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, account = '', profile = ''] = /^(\d{12})=(.+)$/.exec(text) ?? [];
  if (account === '') throw new InvalidArgumentError('Give ACCOUNT=PROFILE, with the twelve digits of the account.');
  if (Object.hasOwn(before, account)) throw new InvalidArgumentError(`Give account ${account} one profile.`);
  return { ...before, [account]: profile };
}

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Give a whole number of 1 or more.');
  return Number(text);
}
