// The delivery pipeline of the combos: nothing but hooks of the superclass.
import { Duration } from 'aws-cdk-lib';
import {
  GenericPipelineStack,
  type GenericPipelineStackProps,
  type PipelineContext,
  type StageContext,
  type StepOptions,
} from 'cdk-trunkline';
import type { Construct } from 'constructs';
import type { Combo } from './combo';
import { CombosStage } from './combos-stage';

/** What the pipeline needs to know beside what every pipeline does. */
export interface CombosPipelineStackProps extends GenericPipelineStackProps {
  /** The combos to keep. */
  readonly combos: readonly Combo[];
}

/** Delivers the builds of the combos; these then run by themselves. */
export class CombosPipelineStack extends GenericPipelineStack {
  readonly #combos: readonly Combo[];

  public constructor(scope: Construct, id: string, { combos, ...props }: CombosPipelineStackProps) {
    super(scope, id, props);
    this.#combos = combos;
  }

  public override appStage(scope: Construct, context: StageContext): CombosStage {
    const emails = context.pipeline.definition.notifications?.emails ?? [];
    return new CombosStage(scope, context.id, { ...context.stageProps, combos: this.#combos, emails });
  }

  // ---- commands: the repository holds several packages, of which this project is one ----

  public override installCommands(context: PipelineContext): string[] {
    return [...(super.installCommands(context) ?? []), 'npm run build'];
  }

  public override synthCommands(): string[] {
    return ['npm run synth --workspace combo-images'];
  }

  public override cloudAssemblyDirectory(): string {
    return 'examples/combo-images/cdk.out';
  }

  public override infrastructureTestCommands(): string[] {
    return ['npm run test:infrastructure --workspace combo-images'];
  }

  public override acceptanceTestCommands(): string[] {
    return ['npm run test:acceptance --workspace combo-images'];
  }

  // ---- steps ----

  /** There are no functions. */
  public override lambdaTestCommands(): undefined {
    return undefined;
  }

  /** The acceptance tests look at all that there is. */
  public override integrationTestCommands(): undefined {
    return undefined;
  }

  /** They wait for the builds, which the deployment has started. */
  public override stageStepOptions(id: string): StepOptions | undefined {
    return id === 'AcceptanceTests' ? { timeout: Duration.hours(3) } : undefined;
  }
}
