// The main part of a stage: the site.
import { Stage, type StageProps } from 'aws-cdk-lib';
import type { PipelineConfig } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { readDomains } from './site-domain';
import { SiteStack } from './site-stack';

/** What a main part needs to know. */
export interface SiteStageProps extends StageProps {
  /** The configuration. */
  readonly config: PipelineConfig;
  /** The stage's name, such as `dev`. */
  readonly deploysTo: string;
  /** Whether search engines should leave the site alone, as it is another one's preview. */
  readonly isPreview: boolean;
}

/** Delivered to a stage's only region. */
export class SiteStage extends Stage {
  /** The part's only stack. */
  public readonly site: SiteStack;

  public constructor(scope: Construct, id: string, props: SiteStageProps) {
    super(scope, id, props);
    const { config, deploysTo, isPreview } = props;
    const domain = readDomains(this, config)[deploysTo];
    this.site = new SiteStack(this, 'Site', {
      stackName: `why-python3-${deploysTo}`,
      description: `Why Python 3, in ${deploysTo}`,
      config,
      deploysTo,
      isPreview,
      ...(domain === undefined ? {} : { domain }),
    });
  }
}
