// What is delivered: a repository for each set of languages, a combo for each set of versions, and who is told of failures.
import { CfnResource, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import type { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { ComboImage, ComboRepository } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { languagesOf, projectOf, STACK_NAME, type Combo } from './combo';
import { combosError } from './read-combos';

/** Source: CloudFormation User Guide, quotas: resources in a template. */
const MOST_RESOURCES = 500;
/** What CDK adds when it synthesizes: its metadata. */
const ADDED_LATER = 1;

/** What the stage needs to know. */
export interface CombosStageProps extends StageProps {
  /** The combos to keep. */
  readonly combos: readonly Combo[];
  /** Who is told of a combo that could not be rebuilt. */
  readonly emails: readonly string[];
}

/**
 * All combos, each with a build of its own: one that fails stops no other.
 *
 * @throws an error named `CombosError` where they are more than one stack can have
 */
export class CombosStage extends Stage {
  public constructor(scope: Construct, id: string, props: CombosStageProps) {
    super(scope, id, props);
    const stack = new Stack(this, 'Combos', {
      stackName: STACK_NAME,
      description: 'Images with several languages, rebuilt whenever one of their bases is newer',
    });
    // One for all, so that an address is asked once.
    const notificationTopic = new Topic(stack, 'Failures', { enforceSSL: true, displayName: 'Combo images' });
    for (const email of props.emails) notificationTopic.addSubscription(new EmailSubscription(email));

    const repositories = new Map<string, ComboRepository>();
    for (const combo of props.combos) {
      const languages = languagesOf(combo);
      const name = idOf(languages);
      const repository = repositories.get(name) ?? new ComboRepository(stack, name, { languages });
      repositories.set(name, repository);
      const { images, from, environment } = combo;
      const image = new ComboImage(stack, idOf(images.map((image) => image.replace(/@.*$/, ''))), {
        images,
        repository,
        notificationTopic,
        ...(from === undefined ? {} : { baseImage: from }),
        ...(environment === undefined ? {} : { environment }),
      });
      // A name that is known beforehand: the tests of the stage ask for the project's builds by it.
      (image.project.node.defaultChild as CfnProject).name = projectOf(combo);
    }
    refuseTooMany(stack, props.combos.length);
  }
}

/** CDK would say that the stack is too large, and not which list makes it so. */
function refuseTooMany(stack: Stack, combos: number): void {
  const resources = stack.node.findAll().filter((each) => CfnResource.isCfnResource(each)).length + ADDED_LATER;
  if (resources <= MOST_RESOURCES) return;
  throw combosError([
    `$.combos: makes ${String(combos)} combos with ${String(resources)} resources in all, and a stack has at most ` +
      `${String(MOST_RESOURCES)}; shorten it, or keep some of them in another copy of this project.`,
  ]);
}

/** `Python-3.12_Node-22`, as an id. */
function idOf(parts: readonly string[]): string {
  return parts.map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1).replace(':', '-')}`).join('_');
}
