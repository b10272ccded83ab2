// A CodePipeline stage while it is planned: what is deployed in it, and the steps before and after.
import type { StageDeployment, Step } from 'aws-cdk-lib/pipelines';
import type { DeliveryMistakes } from './delivery-mistakes';
import { placeOf } from '../hooks/hook-call';
import type { Part, StageParts } from './stage-parts';
import { dependOn, inOrder, type StepLayer } from './step-claims';

/** A wave of CDK Pipelines, which becomes one stage of CodePipeline. */
export interface PlannedWave {
  /** The stage's name in CodePipeline. */
  readonly title: string;
  readonly pre: readonly Step[];
  readonly deployments: readonly StageDeployment[];
  readonly post: readonly Step[];
}

/** Collects what comes into one CodePipeline stage, in the order in which it is to happen. */
export class CodePipelineStage implements PlannedWave {
  public readonly title: string;
  public readonly pre: Step[] = [];
  public readonly post: Step[] = [];
  readonly #mistakes: DeliveryMistakes;
  readonly #deployments: ReadonlyMap<Part, StageDeployment>;
  /** Whose step or deployment a name is, by the name's place inside the stage. */
  readonly #names = new Map<string, string>();
  /** What a stage that is delivered waits for, by its name. */
  readonly #guards = new Map<string, readonly Step[]>();

  /**
   * @param title the name in CodePipeline
   * @param parts what is deployed, at the same time
   * @param nameOf what the names of a part's actions begin with, where the CodePipeline stage has several parts
   * @param stageParts makes the parts ready
   * @param mistakes where to note what is wrong
   */
  public constructor(
    title: string,
    parts: readonly Part[],
    nameOf: (part: Part) => string,
    stageParts: StageParts,
    mistakes: DeliveryMistakes,
  ) {
    this.title = title;
    this.#mistakes = mistakes;
    this.#deployments = new Map(
      parts.map((part) => {
        // The name is that of the CodePipeline stage where it has one deployment; otherwise it begins the names of the
        // actions, and tells them apart.
        const name = parts.length === 1 ? title : nameOf(part);
        if (parts.length > 1) this.#name('', name, placeOf(part.hook, part.context));
        return [part, stageParts.deploy(part, name)];
      }),
    );
  }

  /** What is deployed, at the same time. */
  public get deployments(): StageDeployment[] {
    return [...this.#deployments.values()];
  }

  /** Whether a part is deployed here. */
  public has(part: Part): boolean {
    return this.#deployments.has(part);
  }

  /**
   * Adds layers of steps that come one after the other, before everything that is deployed here.
   *
   * @param stageName the stage whose parts wait for them, in the configuration
   */
  public addBefore(stageName: string, layers: readonly StepLayer[]): void {
    const earlier = this.#guards.get(stageName) ?? [];
    for (const layer of layers) this.#add(undefined, layer, this.pre);
    const last = inOrder([{ steps: earlier, needed: [], place: '' }, ...layers]);
    this.#guards.set(stageName, last);
  }

  /** Adds layers of steps that come one after the other, after everything that is deployed here. */
  public addAfter(stageName: string, layers: readonly StepLayer[]): void {
    for (const layer of layers) {
      this.#add(undefined, layer, this.post);
      this.#guard(stageName, layer);
    }
    inOrder(layers);
  }

  /** Adds layers of steps that come one after the other, before one part. */
  public addBeforePart(part: Part, layers: readonly StepLayer[]): void {
    this.#addAround(part, layers, 'pre');
  }

  /** Adds layers of steps that come one after the other, after one part. */
  public addAfterPart(part: Part, layers: readonly StepLayer[]): void {
    this.#addAround(part, layers, 'post');
  }

  #addAround(part: Part, layers: readonly StepLayer[], where: 'pre' | 'post'): void {
    const deployment = this.#deployments.get(part);
    for (const layer of layers) {
      this.#add(part, layer, deployment?.[where] ?? []);
      this.#guard(part.context.stageName, layer);
    }
    inOrder(layers);
  }

  #add(part: Part | undefined, layer: StepLayer, to: Step[]): void {
    // CDK Pipelines adds what steps need by itself, but looks for readers of a stack's outputs among these lists alone:
    // without any there, the deployment would hand on no outputs.
    const readers = layer.needed.filter(({ consumedStackOutputs }) => consumedStackOutputs.length > 0);
    to.push(...layer.steps, ...readers);
    // With one deployment, CDK Pipelines has one group of names; with several, one for each and one around them.
    const alone = part === undefined || this.#deployments.size === 1;
    const group = alone ? '' : `${this.#deployments.get(part)?.stageName ?? ''}/`;
    for (const { id } of [...layer.steps, ...layer.needed]) this.#name(group, id, layer.place);
  }

  /** What steps need, CDK Pipelines lets begin at once; an approval holds back that as well. */
  #guard(stageName: string, { needed }: StepLayer): void {
    dependOn(needed, this.#guards.get(stageName) ?? []);
  }

  #name(group: string, name: string, place: string): void {
    if (name === '') {
      this.#mistakes.add(`${place}: returned a step without a name. Give the step an id, which names its action.`);
      return;
    }
    const other = this.#names.get(group + name);
    if (other !== undefined) {
      const whose = other === place ? `both of ${place}` : `one of ${other}, one of ${place}`;
      this.#mistakes.add(
        `Two steps in CodePipeline stage ${this.title} are called "${name}": ${whose}. Give one of them another id, such ` +
          `as \`context.stepName('${name}')\` for a step that exists once a stage.`,
      );
    }
    this.#names.set(group + name, place);
  }
}
