// Asks for the Stages that a pipeline delivers, checks them, and makes them ready to be delivered.
import { Stack, type IAspect, type Stage } from 'aws-cdk-lib';
import { StageDeployment, type StackDeployment } from 'aws-cdk-lib/pipelines';
import { differentQualifier } from '../bootstrap-qualifier';
import { claimOf, setClaim } from './claim';
import type { DeliveryMistakes } from './delivery-mistakes';
import { asOutputs, asStage } from '../hooks/hook-answers';
import { callHook, HookMistake, placeOf } from '../hooks/hook-call';
import { inheritAspects } from './inherited-aspects';
import type { PipelineHooks } from '../hooks/pipeline-hooks';
import { boundRoles } from './role-boundary';
import type { StageContext } from '../hooks/stage-context';

/** The hooks that return a Stage. */
export type StageHook = 'appStage' | 'bootstrapStage' | 'toolchainStage';

/** A part of a stage in one region. */
export interface Part {
  readonly context: StageContext;
  readonly stage: Stage;
  /** The hook that returned the stage. */
  readonly hook: StageHook;
}

/** The Stages of one pipeline. */
export class StageParts {
  readonly #stack: PipelineHooks;
  readonly #builder: IAspect;
  readonly #mistakes: DeliveryMistakes;
  /** Which hook delivers a stack, by account, region and name. */
  readonly #delivered = new Map<string, string>();

  /**
   * @param stack the pipeline's stack
   * @param builder the Aspect that builds it, which the stages must not inherit
   * @param mistakes where to note what is wrong
   */
  public constructor(stack: PipelineHooks, builder: IAspect, mistakes: DeliveryMistakes) {
    this.#stack = stack;
    this.#builder = builder;
    this.#mistakes = mistakes;
  }

  /** What a hook delivers to each region, with the outputs that the steps around it are to get. */
  public ask(hook: StageHook, contexts: readonly StageContext[]): Part[] {
    return contexts.flatMap((context) => {
      const stage = this.#mistakes.collect(() => this.#stage(hook, context));
      if (stage === undefined) return [];
      this.#mistakes.collect(() => {
        this.#takeOutputs(hook, stage, context);
      });
      return [{ context, stage, hook }];
    });
  }

  /**
   * Synthesizes a part; nothing can be added to it afterwards.
   *
   * @param part what a hook returned
   * @param stageName what the names of its actions begin with, or the CodePipeline stage where it has that for itself
   */
  public deploy({ context, stage, hook }: Part, stageName: string): StageDeployment {
    inheritAspects(this.#stack, stage, this.#builder);
    boundRoles(stage, context.accountConfig.permissionsBoundary);
    const deployment = callHook(hook, context, () => StageDeployment.fromStage(stage, { stageName }));
    for (const stack of deployment.stacks) this.#deliver(stack, placeOf(hook, context));
    return deployment;
  }

  #stage(hook: StageHook, context: StageContext): Stage | undefined {
    const stage = asStage(hook, context, this.#returned(hook, context));
    if (stage !== undefined) {
      this.#check(stage, hook, context);
      return stage;
    }
    if (hook !== 'appStage') return undefined;
    throw new HookMistake(
      hook,
      context,
      'returned nothing; a stage has to deliver its main part. Return a Stage, or take the region out of the ' +
        'configuration.',
    );
  }

  #returned(hook: StageHook, context: StageContext): unknown {
    return callHook(hook, context, () => {
      const stack = this.#stack;
      // Not every language checks that an abstract method was overridden.
      if (typeof stack[hook] !== 'function') {
        throw new HookMistake(hook, context, 'is not there. Override it to deliver something.');
      }
      try {
        return stack[hook](stack, context);
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        const remedy = REMEDIES.find(([pattern]) => pattern.test(message))?.[1];
        if (remedy === undefined) throw cause;
        throw new HookMistake(hook, context, `${message.replace(/\.?$/, '.')} ${remedy}`, cause);
      }
    });
  }

  #check(stage: Stage, hook: StageHook, context: StageContext): void {
    const path = stage.node.path;
    const fail = (problem: string): never => {
      throw new HookMistake(hook, context, `returned Stage ${path}, ${problem}`);
    };
    const claim = claimOf(stage);
    if (claim !== undefined) {
      const whose = claim.stack === this.#stack ? '' : ` for the pipeline of stack ${claim.stack.node.path}`;
      fail(
        `which ${claim.place} returned already${whose}. Create a Stage each time that the hook is asked, with ` +
          '`context.id`.',
      );
    }
    // Outside of every stack it is as good as inside of this one: plain CDK Pipelines is used like that as well.
    const around = stage.node.scopes.findLast((each) => Stack.isStack(each));
    if ((around ?? this.#stack) !== this.#stack || stage.node.root !== this.#stack.node.root) {
      fail(
        `which is not inside the stack of this pipeline, ${this.#stack.node.path}. Create it in the \`scope\` that the ` +
          'hook is given.',
      );
    }
    if (stage.account !== context.account || stage.region !== context.region) {
      fail(
        `which is not for account ${context.account} and region ${context.region}. Create it with ` +
          '`context.stageProps`.',
      );
    }
    const stacks = stage.node.findAll().filter((each) => Stack.isStack(each));
    if (stacks.length === 0) {
      fail(
        'which has no stack. Create at least one Stack in it, or return undefined (None in Python) where the part may be left out.',
      );
    }
    for (const stack of stacks) {
      const problem = differentQualifier(stack, context.config.bootstrapQualifier);
      if (problem !== undefined) fail(`in which stack ${stack.node.path} is not right: ${problem}`);
    }
    setClaim(stage, { stack: this.#stack, place: placeOf(hook, context), returned: true });
  }

  #takeOutputs(hook: StageHook, stage: Stage, context: StageContext): void {
    const stack = this.#stack;
    if (hook === 'appStage') {
      const outputs = callHook('testEnvironment', context, () => stack.testEnvironment(stage, context));
      context._takeOutputs(asOutputs('testEnvironment', context, outputs));
    } else if (hook === 'bootstrapStage') {
      const outputs = callHook('imageEnvironment', context, () => stack.imageEnvironment(stage, context));
      context._takeOutputs(asOutputs('imageEnvironment', context, outputs));
    }
  }

  /** Two stacks of one name in one place are one stack to CloudFormation, which would go back and forth between them. */
  #deliver({ account, region, stackName, constructPath }: StackDeployment, place: string): void {
    const key = [account, region, stackName].join('/');
    const here = `${constructPath} (${place})`;
    const other = this.#delivered.get(key);
    if (other !== undefined) {
      this.#mistakes.add(
        `Two stacks are called ${stackName} in account ${String(account)} and region ${String(region)}, and one would ` +
          `overwrite the other: ${other} and ${here}. Create both Stages with \`context.stageProps\`, give one of the ` +
          'stacks another `stackName`, or create it in one region alone; then run `npx cdk synth` again.',
      );
    }
    this.#delivered.set(key, here);
  }
}

/** What helps against errors of aws-cdk-lib that say what is wrong and not what to do. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [
    /There is already a Construct with name/,
    'Give each Stage `context.id`, and each stack of a Stage an id of its own.',
  ],
  [/invalid stage name/i, 'Give the Stage `context.id`.'],
  [
    /Stack name must be <= 128 characters/,
    'Give the stack a shorter id or `stackName`; its name begins with `context.stackNamePrefix`, which follows from ' +
      'the stage and $.config.repo.',
  ],
  [
    /Stack name must match the regular expression/,
    'Give the stack an id or `stackName` of letters, digits and dashes that begins with a letter.',
  ],
];
