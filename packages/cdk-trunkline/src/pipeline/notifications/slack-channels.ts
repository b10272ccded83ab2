// The Slack channels of one pipeline: made by its stack, made by another pipeline's, or there already.
import type { Stack } from 'aws-cdk-lib';
import { SlackChannelConfiguration, type ISlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { claimName } from '../../config/claimed-names';
import type { NotificationProps, SlackProps } from '../../config/notification-config';
import { HookMistake } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import type { StageContext } from '../hooks/stage-context';

/** On the app: whose stack makes a channel, and what its configuration is called. */
const MADE_BY = Symbol.for('cdk-trunkline.SlackChannels');
const CALLED = Symbol.for('cdk-trunkline.SlackChannelConfigurations');

/** Who makes a channel. */
interface Maker {
  readonly who: string;
  /** The name of the configuration. */
  readonly configuration: string;
}

/**
 * An account can configure a channel once (an issue of the CloudFormation coverage roadmap, 1155: "there is no way of
 * creating multiple SlackChannelConfiguration for the same channel id"). So of an app's pipelines one makes it, and the
 * others know its ARN, which follows from its name: a reference between their stacks would make the self-update of the
 * one deploy the other.
 */
export class SlackChannels {
  readonly #stack: Stack;
  readonly #context: PipelineContext;
  readonly #made = new Map<string, SlackChannelConfiguration>();

  public constructor(stack: Stack, context: PipelineContext) {
    this.#stack = stack;
    this.#context = context;
  }

  /**
   * A channel that is told about the pipeline as a whole.
   *
   * @param scope where an imported one is put
   */
  public ofPipeline(scope: Construct, channel: SlackProps): ISlackChannelConfiguration {
    const maker = channel.configurationArn === undefined ? this.#makerOf(channel) : undefined;
    if (channel.configurationArn === undefined && maker === undefined) return this.#make(channel);
    const prefix = `arn:aws:chatbot::${this.#context.account}:chat-configuration/slack-channel/`;
    const arn = channel.configurationArn ?? `${prefix}${maker?.configuration ?? ''}`;
    return SlackChannelConfiguration.fromSlackChannelConfigurationArn(
      scope,
      `Channel-${arn.slice(arn.lastIndexOf('/') + 1)}`,
      arn,
    );
  }

  /**
   * A channel that is told about a stage, through a topic that is added to it.
   *
   * @throws a `HookMistake` where another pipeline makes it
   */
  public ofStage(channel: SlackProps, context: StageContext): SlackChannelConfiguration {
    const maker = this.#makerOf(channel);
    if (maker === undefined) return this.#make(channel);
    throw new HookMistake(
      'stageNotifications',
      context,
      `returned Slack channel ${channel.channelId ?? ''}, which ${maker.who} makes, and no topic of this stage can be ` +
        'added to it from here. Name another channel for the stage, or `emails`; or name the channel for this pipeline ' +
        'alone.',
    );
  }

  #make(channel: SlackProps): SlackChannelConfiguration {
    const key = keyOf(channel);
    const made = this.#made.get(key);
    if (made !== undefined) return made;
    const configuration = new SlackChannelConfiguration(this.#stack, `Slack-${key}`, {
      slackChannelConfigurationName: this.#nameOf(channel),
      slackWorkspaceId: channel.workspaceId ?? '',
      slackChannelId: channel.channelId ?? '',
      // It bounds what members of the channel can do there; the role itself allows nothing. AWS's own default is
      // AdministratorAccess.
      guardrailPolicies: [ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
    });
    this.#made.set(key, configuration);
    return configuration;
  }

  /** Who else makes the channel; `undefined` where this pipeline does. */
  #makerOf(channel: SlackProps): Maker | undefined {
    const { config, name, account } = this.#context;
    const key = keyOf(channel);
    const own = this.#nameOf(channel);
    // A branch's pipeline comes and goes, and the channel stays.
    if (config.featureBranch !== undefined) return { who: 'the pipeline of a longer-lived branch', configuration: own };
    const first = config.pipelines.find(
      (each) =>
        names(each.notifications, key) || each.stages.some((stage) => names(config.account(stage).notifications, key)),
    );
    if (first !== undefined && first.name !== name) return { who: `pipeline ${first.name}`, configuration: own };
    // Hooks may name it as well, and an app may have several configurations: whoever comes first makes it.
    const { path } = this.#stack.node;
    const other = claimName(this.#stack, MADE_BY, `${account}/${key}`, path);
    const called = claimName(this.#stack, CALLED, `${account}/${key}`, own);
    return other === undefined || other === path ? undefined : { who: `stack ${other}`, configuration: called ?? own };
  }

  /** An account's configurations have different names. */
  #nameOf(channel: SlackProps): string {
    const repo = this.#context.config.repo.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, LONGEST_REPO);
    return `${repo}-${keyOf(channel)}`;
  }
}

/** So that a name has 128 characters at most: with two ids of 30. Source: AWS::Chatbot::SlackChannelConfiguration. */
const LONGEST_REPO = 60;

function keyOf({ workspaceId = '', channelId = '' }: SlackProps): string {
  return `${workspaceId}-${channelId}`;
}

function names(notifications: NotificationProps | undefined, key: string): boolean {
  return (notifications?.slack ?? []).some((each) => each.configurationArn === undefined && keyOf(each) === key);
}
