// Plans the delivery of one stage, or of the stages that are delivered together.
import type { CfnOutput } from 'aws-cdk-lib';
import type { Step } from 'aws-cdk-lib/pipelines';
import { RegionOrder, type AccountConfig } from '../../config/account-config';
import { CodePipelineStage, type PlannedWave } from './codepipeline-stage';
import type { DeliveryMistakes } from './delivery-mistakes';
import { asOutputs } from '../hooks/hook-answers';
import { callHook, HookMistake } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import type { PipelineHooks } from '../hooks/pipeline-hooks';
import { StageContext } from '../hooks/stage-context';
import type { Part, StageParts } from './stage-parts';
import { jointTitleOf, titleOf } from './stage-title';
import type { StepClaims, StepLayer } from './step-claims';

/** An approval that a hook returned. */
export interface PlannedApproval {
  /** The stage that it guards, in the configuration. */
  readonly stageName: string;
  /** The CodePipeline stage that it is in. */
  readonly title: string;
  readonly step: Step;
  /** What the hook was asked about. */
  readonly context: StageContext;
}

/** Stages that are delivered together. */
export interface StageWave {
  readonly waves: readonly PlannedWave[];
  readonly approvals: readonly PlannedApproval[];
  /** The titles of each stage's own CodePipeline stages, in order. */
  readonly titles: Readonly<Record<string, readonly string[]>>;
}

/** One stage, asked what it delivers. */
interface Delivered {
  readonly name: string;
  readonly account: AccountConfig;
  /** For the hooks that come before the main part, which has no outputs then. */
  readonly before: readonly StageContext[];
  readonly bootstrapContexts: readonly StageContext[];
  readonly bootstrap: readonly Part[];
  readonly mainContexts: readonly StageContext[];
  readonly main: readonly Part[];
  readonly firstRegionFirst: boolean;
}

/** The CodePipeline stages of the stages that are delivered together. */
interface Places {
  readonly bootstrap: CodePipelineStage | undefined;
  readonly main: CodePipelineStage;
  readonly otherRegions: CodePipelineStage | undefined;
}

/** Plans the stages of one pipeline. */
export class StageWavePlanner {
  readonly #stack: PipelineHooks;
  readonly #pipeline: PipelineContext;
  readonly #parts: StageParts;
  readonly #claims: StepClaims;
  readonly #mistakes: DeliveryMistakes;

  public constructor(
    stack: PipelineHooks,
    pipeline: PipelineContext,
    parts: StageParts,
    claims: StepClaims,
    mistakes: DeliveryMistakes,
  ) {
    this.#stack = stack;
    this.#pipeline = pipeline;
    this.#parts = parts;
    this.#claims = claims;
    this.#mistakes = mistakes;
  }

  /**
   * Asks the hooks of stages that are delivered together.
   *
   * @param names the stages, in the configuration
   * @param isFirst whether nothing was delivered before
   */
  public plan(names: readonly string[], isFirst: boolean): StageWave {
    const delivered = names.map((name) => this.#ask(name));
    const places = this.#places(jointTitleOf(names), delivered);
    const approvals = delivered.flatMap((each) => this.#around(each, places, isFirst));
    const waves = [places.bootstrap, places.main, places.otherRegions].filter((wave) => wave !== undefined);
    const titles = delivered.map(({ name, firstRegionFirst }) => {
      const last = firstRegionFirst ? places.otherRegions : undefined;
      // Approvals are in the first, also where another stage alone has a bootstrap part.
      return [name, [places.bootstrap, places.main, last].flatMap((place) => place?.title ?? [])] as const;
    });
    return { waves, approvals, titles: Object.fromEntries(titles) };
  }

  #ask(name: string): Delivered {
    const account = this.#pipeline.config.account(name);
    const title = titleOf(name);
    const contexts = (of: string): StageContext[] =>
      account.regions.map((region) => new StageContext(this.#pipeline, account, region, name, of));
    const bootstrapContexts = contexts(`${title}-Bootstrap`);
    const mainContexts = contexts(title);
    return {
      name,
      account,
      before: contexts(title),
      bootstrapContexts,
      bootstrap: this.#parts.ask('bootstrapStage', bootstrapContexts),
      mainContexts,
      main: this.#parts.ask('appStage', mainContexts),
      firstRegionFirst: account.regionOrder === RegionOrder.FIRST_REGION_FIRST && account.regions.length > 1,
    };
  }

  #places(title: string, delivered: readonly Delivered[]): Places {
    const nameOf = ({ context }: Part): string => {
      if (delivered.length === 1) return context.region;
      const stage = titleOf(context.stageName);
      return context.regions.length === 1 ? stage : `${stage}.${context.region}`;
    };
    const place = (name: string, parts: readonly Part[]): CodePipelineStage =>
      new CodePipelineStage(name, parts, nameOf, this.#parts, this.#mistakes);
    const isLater = ({ firstRegionFirst }: Delivered, { context }: Part): boolean =>
      firstRegionFirst && !context.isFirstRegion;
    const bootstrap = delivered.flatMap((each) => each.bootstrap);
    const first = delivered.flatMap((each) => each.main.filter((part) => !isLater(each, part)));
    const later = delivered.flatMap((each) => each.main.filter((part) => isLater(each, part)));
    return {
      bootstrap: bootstrap.length === 0 ? undefined : place(`${title}-Bootstrap`, bootstrap),
      main: place(title, first),
      otherRegions: later.length === 0 ? undefined : place(`${title}-OtherRegions`, later),
    };
  }

  /** The steps around one stage. */
  #around(stage: Delivered, places: Places, isFirst: boolean): PlannedApproval[] {
    const [before] = stage.before;
    const [first] = stage.mainContexts;
    if (before === undefined || first === undefined) return [];
    const { name } = stage;
    const hooks = this.#stack;
    const opening = places.bootstrap ?? places.main;

    this.#mistakes.collect(() => hooks._notifications(this.#pipeline).ofStage(before));
    const between = isFirst ? [] : [this.#claims.askList('betweenStages', before, () => hooks.betweenStages(before))];
    const approval = this.#approval(before);
    const beforeStage = this.#claims.askList('beforeStage', before, () => hooks.beforeStage(before));
    opening.addBefore(name, [...between, approval, beforeStage]);

    // From here on, the bootstrap part is there.
    stage.before.forEach((context, index) => {
      context._takeOutputs(stage.bootstrapContexts[index]?.outputs ?? {});
    });
    places.main.addBefore(name, [this.#claims.askList('betweenParts', before, () => hooks.betweenParts(before))]);
    stage.bootstrapContexts.forEach((context, index) => {
      this.#region(stage, index, context, places);
    });
    if (stage.firstRegionFirst && places.otherRegions !== undefined) {
      const layer = this.#claims.askList('betweenRegions', first, () => hooks.betweenRegions(first));
      places.otherRegions.addBefore(name, [layer]);
    }

    const closing = (stage.firstRegionFirst ? places.otherRegions : undefined) ?? places.main;
    this.#takeAcceptanceOutputs(stage);
    closing.addAfter(name, [
      this.#claims.ask('acceptanceTests', first, () => hooks.acceptanceTests(first)),
      this.#claims.askList('afterStage', first, () => hooks.afterStage(first)),
    ]);
    return approval.steps.map((step) => ({ stageName: name, title: opening.title, step, context: before }));
  }

  #approval(context: StageContext): StepLayer {
    return this.#claims.ask('approval', context, () => {
      const step = this.#stack.approval(context);
      if (step !== undefined || context.accountConfig.approval !== true) return step;
      throw new HookMistake(
        'approval',
        context,
        `returned undefined (None in Python), but the configuration demands an approval before stage ` +
          `${context.stageName}. Return a step, such as \`new ManualApprovalStep(context.stepName('Approval'))\`, or take ` +
          "`approval: true` out of the stage's configuration.",
      );
    });
  }

  /** The steps around one stage in one of its regions. */
  #region(stage: Delivered, index: number, bootstrapContext: StageContext, places: Places): void {
    const hooks = this.#stack;
    const images = this.#claims.ask('images', bootstrapContext, () => hooks.images(bootstrapContext));
    const bootstrap = stage.bootstrap.find((part) => part.context === bootstrapContext);
    if (bootstrap !== undefined) places.bootstrap?.addAfterPart(bootstrap, [images]);

    const context = stage.mainContexts[index];
    const before = stage.before[index];
    const main = stage.main.find((part) => part.context === context);
    if (context === undefined || before === undefined || main === undefined) return;
    const place = places.otherRegions?.has(main) === true ? places.otherRegions : places.main;
    const beforeRegion = this.#claims.askList('beforeRegion', before, () => hooks.beforeRegion(before));
    place.addBeforePart(main, bootstrap === undefined ? [images, beforeRegion] : [beforeRegion]);
    place.addAfterPart(main, [
      this.#claims.ask('integrationTests', context, () => hooks.integrationTests(context)),
      this.#claims.askList('afterRegion', context, () => hooks.afterRegion(context)),
    ]);
  }

  /** Acceptance tests exist once a stage, and get the outputs of the other regions too, under names of their own. */
  #takeAcceptanceOutputs({ main, mainContexts }: Delivered): void {
    const [first] = mainContexts;
    const hook = 'acceptanceTestEnvironment';
    const outputs = main.flatMap(({ stage, context }) => {
      const suffix = context === first ? '' : `_${context.region.toUpperCase().replaceAll('-', '_')}`;
      const environment = this.#mistakes.collect((): Record<string, CfnOutput> => {
        const answer = callHook(hook, context, () => this.#stack.acceptanceTestEnvironment(stage, context));
        return asOutputs(hook, context, answer);
      });
      return Object.entries(environment ?? {}).map(([variable, output]) => [`${variable}${suffix}`, output] as const);
    });
    first?._takeOutputs(Object.fromEntries(outputs));
  }
}
