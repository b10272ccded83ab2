// Asks a pipeline's hooks, in the order of delivery, and writes down what comes in which wave.
import type { CfnOutput, IAspect, Stage } from 'aws-cdk-lib';
import { StageDeployment, type StackDeployment, type Step } from 'aws-cdk-lib/pipelines';
import type { AccountConfig } from '../config/account-config';
import { callHook, placeOf } from './hook-call';
import { inheritAspects } from './inherited-aspects';
import type { PipelineContext } from './pipeline-context';
import type { PipelineHooks } from './pipeline-hooks';
import { StageContext } from './stage-context';

/** A wave of CDK Pipelines, which becomes one stage of CodePipeline. */
export interface PlannedWave {
  /** The stage's name in CodePipeline. */
  readonly title: string;
  readonly pre: readonly Step[];
  readonly deployments: readonly StageDeployment[];
  readonly post: readonly Step[];
}

/** Everything that a pipeline does. */
export interface DeliveryPlan {
  readonly source: Step;
  readonly synth: Step;
  readonly waves: readonly PlannedWave[];
}

/** A part of a stage in one region. */
interface Part {
  readonly context: StageContext;
  readonly stage: Stage;
  /** The hook that returned the stage. */
  readonly hook: string;
}

/**
 * Asks the hooks of a pipeline.
 *
 * @param stack the pipeline's stack; its fields and overrides must be in effect
 * @param context what the hooks are told about the pipeline
 * @param builder the Aspect that builds it, which the stages must not inherit
 */
export function planDelivery(stack: PipelineHooks, context: PipelineContext, builder: IAspect): DeliveryPlan {
  return new Planner(stack, context, builder).plan();
}

class Planner {
  readonly #stack: PipelineHooks;
  readonly #context: PipelineContext;
  readonly #builder: IAspect;
  /** Which hook delivers a stack, by account, region and name. */
  readonly #delivered = new Map<string, string>();

  public constructor(stack: PipelineHooks, context: PipelineContext, builder: IAspect) {
    this.#stack = stack;
    this.#context = context;
    this.#builder = builder;
  }

  public plan(): DeliveryPlan {
    const stack = this.#stack;
    const context = this.#context;
    const source = callHook('source', context, () => required(stack.source(context), 'it names where the source is'));
    const synth = callHook('synth', context, () =>
      required(stack.synth(source, context), 'it makes the cloud assembly that is delivered'),
    );
    const waves = [...this.#tests(), ...this.#toolchain(), ...context.stages.flatMap((name) => this.#stage(name))];
    return { source, synth, waves };
  }

  #tests(): PlannedWave[] {
    const stack = this.#stack;
    const context = this.#context;
    const post = present([
      callHook('infrastructureTests', context, () => stack.infrastructureTests(context)),
      callHook('lambdaTests', context, () => stack.lambdaTests(context)),
    ]);
    // A wave of their own also where there is a toolchain part: the list of stages then reads the same for every
    // pipeline, and a failed test is not shown as a failure of the toolchain.
    return post.length === 0 ? [] : [{ title: 'Tests', pre: [], deployments: [], post }];
  }

  #toolchain(): PlannedWave[] {
    const context = this.#context;
    if (!context.definition.toolchain) return [];
    const [here] = this.#contexts(context.config.tooling, 'toolchain', 'Toolchain');
    const parts = here === undefined ? [] : this.#parts('toolchainStage', [here]);
    return parts.length === 0 ? [] : [this.#wave('Toolchain', parts)];
  }

  #stage(name: string): PlannedWave[] {
    const stack = this.#stack;
    const account = this.#context.config.account(name);
    const title = titleOf(name);
    const mainContexts = this.#contexts(account, name, title);
    const approval = mainContexts.slice(0, 1).map((first) => callHook('approval', first, () => stack.approval(first)));

    const bootstrapTitle = `${title}-Bootstrap`;
    const bootstrapContexts = this.#contexts(account, name, bootstrapTitle);
    const bootstrapParts = this.#parts('bootstrapStage', bootstrapContexts);
    const mainParts = this.#parts('appStage', mainContexts);

    const bootstrap = bootstrapParts.length === 0 ? undefined : this.#wave(bootstrapTitle, bootstrapParts);
    const main = this.#wave(title, mainParts);
    bootstrapContexts.forEach((context, index) => {
      const images = callHook('images', context, () => stack.images(context));
      if (images === undefined) return;
      const part = bootstrapParts.findIndex((each) => each.context === context);
      if (bootstrap !== undefined && part >= 0) bootstrap.deployments[part]?.addPost(images);
      else main.deployments[index]?.addPre(images);
    });
    mainContexts.forEach((context, index) => {
      const tests = callHook('integrationTests', context, () => stack.integrationTests(context));
      if (tests !== undefined) main.deployments[index]?.addPost(tests);
    });
    const acceptance = this.#acceptanceTests(mainParts);

    if (bootstrap === undefined) return [{ ...main, pre: present(approval), post: acceptance }];
    return [
      { ...bootstrap, pre: present(approval) },
      { ...main, post: acceptance },
    ];
  }

  /** One step for the whole stage, which gets the outputs of the other regions too, under names of their own. */
  #acceptanceTests(parts: readonly Part[]): Step[] {
    const stack = this.#stack;
    const [first] = parts;
    if (first === undefined) return [];
    const outputs = parts.flatMap(({ stage, context }) => {
      const suffix = context === first.context ? '' : `_${context.region.toUpperCase().replaceAll('-', '_')}`;
      const ask = (): Record<string, CfnOutput> => stack.acceptanceTestEnvironment(stage, context);
      const environment = callHook('acceptanceTestEnvironment', context, ask);
      return Object.entries(environment).map(([variable, output]) => [`${variable}${suffix}`, output] as const);
    });
    first.context._takeOutputs(Object.fromEntries(outputs));
    return present([callHook('acceptanceTests', first.context, () => stack.acceptanceTests(first.context))]);
  }

  #contexts(account: AccountConfig, stageName: string, title: string): StageContext[] {
    return account.regions.map((region) => new StageContext(this.#context, account, region, stageName, title));
  }

  /** What a hook delivers to each region, with the outputs that the steps around it are to get. */
  #parts(hook: 'appStage' | 'bootstrapStage' | 'toolchainStage', contexts: readonly StageContext[]): Part[] {
    const stack = this.#stack;
    return contexts.flatMap((context) => {
      const stage = callHook(hook, context, () => {
        // Not every language checks that an abstract method was overridden.
        if (typeof stack[hook] !== 'function') throw new Error('is not there. Override it to deliver something.');
        return stack[hook](stack, context);
      });
      if (stage === undefined) {
        if (hook !== 'appStage') return [];
        throw new Error(`${placeOf(hook, context)} returned nothing; a stage has to deliver its main part.`);
      }
      if (stage.account !== context.account || stage.region !== context.region) {
        throw new Error(
          `${placeOf(hook, context)} returned Stage ${stage.node.path}, which is not for account ${context.account} ` +
            `and region ${context.region}. Create it with \`context.stageProps\`.`,
        );
      }
      if (hook === 'appStage') {
        context._takeOutputs(callHook('testEnvironment', context, () => stack.testEnvironment(stage, context)));
      } else if (hook === 'bootstrapStage') {
        context._takeOutputs(callHook('imageEnvironment', context, () => stack.imageEnvironment(stage, context)));
      }
      return [{ context, stage, hook }];
    });
  }

  #wave(title: string, parts: readonly Part[]): PlannedWave {
    const deployments = parts.map(({ context, stage, hook }) => {
      inheritAspects(stage, this.#builder);
      // The name is that of the CodePipeline stage where the wave has one deployment; otherwise it begins the names of
      // the actions, and the region tells them apart.
      const stageName = parts.length === 1 ? title : context.region;
      const deployment = callHook(hook, context, () => StageDeployment.fromStage(stage, { stageName }));
      for (const stack of deployment.stacks) this.#deliver(stack, placeOf(hook, context));
      return deployment;
    });
    return { title, pre: [], deployments, post: [] };
  }

  /** Two stacks of one name in one place are one stack to CloudFormation, which would go back and forth between them. */
  #deliver({ account, region, stackName, constructPath }: StackDeployment, place: string): void {
    const key = [account, region, stackName].join('/');
    const here = `${constructPath} (${place})`;
    const other = this.#delivered.get(key);
    if (other !== undefined) {
      throw new Error(
        `Pipeline ${this.#context.name} delivers two stacks called ${stackName} to account ${String(account)} and ` +
          `region ${String(region)}, and one would overwrite the other: ${other} and ${here}. Create both Stages with ` +
          '`context.stageProps`, give one of the stacks another `stackName`, or create it in one region alone; then run ' +
          '`npx cdk synth` again.',
      );
    }
    this.#delivered.set(key, here);
  }
}

/** `dev` becomes `Dev`: the name of a stage in CodePipeline and the beginning of its stacks' names. */
function titleOf(stageName: string): string {
  return stageName.charAt(0).toUpperCase() + stageName.slice(1);
}

function present<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}

function required(step: Step | undefined, why: string): Step {
  if (step === undefined) throw new Error(`returned undefined, but this step cannot be left out: ${why}.`);
  return step;
}
