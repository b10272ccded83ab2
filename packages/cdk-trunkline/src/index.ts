// The front door of cdk-trunkline: everything that a project may import.
export * from './artifacts/artifact-store-stack';
export * from './artifacts/artifact-stores';
export * from './config/account-config';
export * from './config/pipeline-config';
export * from './config/pipeline-definition';
export * from './pipeline/generic-pipeline-stack';
export * from './pipeline/generic-pipeline-stack-props';
export * from './pipeline/pipeline-context';
export * from './pipeline/pipeline-hooks';
export * from './pipeline/stage-context';
