// The main part of a stage, in one region.
import { Stage, type StageProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { readRedirects } from './redirects';
import { ServiceStack } from './service-stack';

/** What a main part needs to know. */
export interface ServiceStageProps extends StageProps {
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
}

/** Delivered to every region of a stage. */
export class ServiceStage extends Stage {
  /** The part's only stack. */
  public readonly service: ServiceStack;

  public constructor(scope: Construct, id: string, props: ServiceStageProps) {
    super(scope, id, props);
    const { deploysTo } = props;
    this.service = new ServiceStack(this, 'Service', {
      stackName: `django-service-${deploysTo}`,
      description: `django-service in ${deploysTo}`,
      deploysTo,
      redirects: readRedirects(this),
    });
  }
}
