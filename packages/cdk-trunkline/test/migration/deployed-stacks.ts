// What a pipeline deploys, in a form in which two apps can be compared.
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';

/** A deployed stack: everything of it that CloudFormation is given. */
export interface DeployedStack {
  /** Account, region and name. */
  readonly place: string;
  readonly template: {
    readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Metadata?: unknown }>>;
  };
  readonly tags: Readonly<Record<string, string>>;
  readonly assets: unknown;
}

/** An app as the CDK CLI would run it, but for the validation of templates, which takes long. */
export function cliApp(context: Record<string, unknown> = {}): App {
  return new App({
    context: { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true, ...context },
    builtinCloudFormationValidation: false,
    analyticsReporting: false,
  });
}

/** Synthesizes an app and gives the stacks that its pipelines deploy, by place. */
export function deployedStacks(fill: (app: App) => unknown, context?: Record<string, unknown>): DeployedStack[] {
  const app = cliApp(context);
  fill(app);
  const assembly = app.synth();
  const nested = assembly.nestedAssemblies.flatMap((each) => each.nestedAssembly.stacks);
  return nested
    .map((stack) => ({
      place: `${stack.environment.account}/${stack.environment.region}/${stack.stackName}`,
      template: stack.template as DeployedStack['template'],
      tags: stack.tags,
      assets: stack.dependencies.flatMap((each) =>
        each.manifest.type === 'cdk:asset-manifest'
          ? [
              JSON.parse(
                readFileSync(
                  `${stack.assembly.directory}/${(each.manifest.properties as { file: string }).file}`,
                  'utf8',
                ),
              ) as unknown,
            ]
          : [],
      ),
    }))
    .sort((a, b) => a.place.localeCompare(b.place));
}

/** `<place>: <logical id>` of every resource. */
export function logicalIds(stacks: readonly DeployedStack[]): string[] {
  return stacks.flatMap(({ place, template }) => Object.keys(template.Resources).map((id) => `${place}: ${id}`));
}
