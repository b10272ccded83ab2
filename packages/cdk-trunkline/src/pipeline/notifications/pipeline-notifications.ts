// The notifications of one pipeline: asks the hooks who is told what, and makes topics, rules and channels of it.
import type { Stack } from 'aws-cdk-lib';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { NotificationEvent } from '../../config/notification-config';
import type { ConfigurationValue } from '../assembled/action-configuration';
import type { PlannedApproval } from '../delivery/stage-wave';
import { titleOf, titleOfPart } from '../delivery/stage-title';
import { callHook, type HookContext } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import type { StageContext } from '../hooks/stage-context';
import { Audience } from './audience';
import { builtApprovals } from './built-approvals';
import { asNotifications } from './notification-answers';
import { addRules, type Watched } from './notification-rules';
import type { NotificationSettings } from './notification-settings';
import { SlackChannels } from './slack-channels';

/** A stack with the hooks of notifications. */
export interface NotifyingStack extends Stack {
  notifications(context: PipelineContext): NotificationSettings | undefined;
  stageNotifications(context: StageContext): NotificationSettings | undefined;
}

/** What a built pipeline is made of, as far as notifications are about it. */
export interface Delivered {
  readonly codePipeline: Pipeline;
  /** What the hook `approval` returned. */
  readonly approvals: readonly PlannedApproval[];
  /** The titles of the CodePipeline stages of each stage of the configuration, in order. */
  readonly stageTitles: Readonly<Record<string, readonly string[]>>;
  /** What the actions are configured with. */
  readonly values: readonly ConfigurationValue[];
}

/**
 * Who is told about one pipeline. The hooks are asked once: of the pipeline as a whole, and of each stage. An approval
 * needs its topic while it is made, so the topics are made when they are first asked for, and the rules once the pipeline
 * is built.
 */
export class PipelineNotifications {
  readonly #stack: NotifyingStack;
  readonly #context: PipelineContext;
  readonly #channels: SlackChannels;
  /** By stage; that of the whole pipeline by an empty name, which no stage has. */
  readonly #audiences = new Map<string, Audience | undefined>();

  public constructor(stack: NotifyingStack, context: PipelineContext) {
    this.#stack = stack;
    this.#context = context;
    this.#channels = new SlackChannels(stack, context);
  }

  /**
   * The topics that are told about the pipeline as a whole, for whatever else its people have to hear: plain text. Empty
   * where nobody is told, or Slack alone. It may be asked at any time while the pipeline is built, and later; a topic that
   * was given by its ARN has to let the publisher in by itself.
   */
  public get topics(): ITopic[] {
    const topic = this.ofPipeline()?.topic;
    return topic === undefined ? [] : [topic];
  }

  /**
   * Who is told about the pipeline as a whole.
   *
   * @throws a `HookMistake` for a wrong answer, once
   */
  public ofPipeline(): Audience | undefined {
    const context = this.#context;
    return this.#asked('', 'notifications', context, (settings) => {
      const scope = this.#scope('Pipeline');
      const channels = (settings.slack ?? []).map((channel) => this.#channels.ofPipeline(scope, channel));
      return new Audience(scope, context.pipelineName, settings, channels);
    });
  }

  /**
   * Who is told about one stage.
   *
   * @param context the stage in its first region
   * @throws a `HookMistake` for a wrong answer, once
   */
  public ofStage(context: StageContext): Audience | undefined {
    const { stageName } = context;
    return this.#asked(stageName, 'stageNotifications', context, (settings) => {
      const channels = (settings.slack ?? []).map((channel) => this.#channels.ofStage(channel, context));
      const name = `${this.#context.pipelineName} ${stageName}`;
      return new Audience(this.#scope(`Stage-${titleOf(stageName)}`), name, settings, channels);
    });
  }

  /**
   * The topic that an approval tells: that of the stage, or else that of the pipeline, as far as these hear of approvals.
   *
   * @param context the stage that it guards
   */
  public approvalTopic(context: StageContext): ITopic | undefined {
    const hearing = [this.ofStage(context), this.ofPipeline()].filter((each) =>
      each?.hears(NotificationEvent.APPROVAL),
    );
    return hearing.find((each) => each?.topic !== undefined)?.topic;
  }

  /** Adds the rules, once the pipeline is built. */
  public complete({ codePipeline, approvals: planned, stageTitles, values }: Delivered): void {
    const told = [...this.#audiences].filter((each): each is [string, Audience] => each[1] !== undefined);
    if (told.length === 0) return;
    const approvals = builtApprovals(codePipeline, planned, values);
    const { pipelineName, region } = this.#context;
    for (const [stageName, audience] of told) {
      const stages = stageName === '' ? undefined : stagesOf(codePipeline, stageTitles[stageName] ?? []);
      const watched: Watched = {
        region,
        pipelineName,
        stages,
        // Of stages that are delivered together, each hears of its own approvals alone.
        approvals: approvals.filter(
          (each) =>
            stages === undefined || (stages.includes(each.stageName) && [undefined, stageName].includes(each.guards)),
        ),
      };
      addRules(audience, watched, codePipeline);
    }
  }

  #asked(
    name: string,
    hook: 'notifications' | 'stageNotifications',
    context: HookContext,
    audienceOf: (settings: NotificationSettings) => Audience,
  ): Audience | undefined {
    if (this.#audiences.has(name)) return this.#audiences.get(name);
    this.#audiences.set(name, undefined); // A wrong answer is told once.
    const answer = callHook(hook, context, () => this.#stack[hook](context as PipelineContext & StageContext));
    const settings = asNotifications(hook, context, answer, this.#context);
    if (settings === undefined) return undefined;
    const audience = audienceOf(settings);
    this.#audiences.set(name, audience);
    return audience;
  }

  #scope(id: string): Construct {
    const all = this.#stack.node.tryFindChild('Notifications') as Construct | undefined;
    return new Construct(all ?? new Construct(this.#stack, 'Notifications'), id);
  }
}

/** The stages of some titles, or the parts that these are split into. */
function stagesOf({ stages }: Pipeline, titles: readonly string[]): string[] {
  return stages.map(({ stageName }) => stageName).filter((name) => titles.includes(titleOfPart(name)));
}
