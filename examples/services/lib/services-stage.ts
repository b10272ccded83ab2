// The main part of a stage: network and reports, in one region.
import { Stage, type StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { NetworkStack } from './network-stack';
import { ReportsStack } from './reports-stack';

/** What a main part needs to know. */
export interface ServicesStageProps extends StageProps {
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** Whether the stage is a feature branch's own, with which all that it holds ends. */
  readonly endsWithBranch?: boolean;
}

/** Delivered to every region of a stage. */
export class ServicesStage extends Stage {
  /** Everything of the service but its network. */
  public readonly reports: ReportsStack;

  public constructor(scope: Construct, id: string, props: ServicesStageProps) {
    super(scope, id, props);
    const { deploysTo, endsWithBranch = false } = props;
    const network = new NetworkStack(this, 'Network', {
      stackName: `services-${deploysTo}-network`,
      description: `Network of services in ${deploysTo}`,
    });
    this.reports = new ReportsStack(this, 'Reports', {
      stackName: `services-${deploysTo}-reports`,
      description: `Reports of services in ${deploysTo}`,
      deploysTo,
      keepReports: deploysTo === 'prod',
      endsWithBranch,
      vpc: network.vpc,
    });
  }
}
