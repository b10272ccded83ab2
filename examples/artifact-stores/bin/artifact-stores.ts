// The app's entry, which `cdk synth` runs: the artifact stores of every region, and where they are.
import { App } from 'aws-cdk-lib';
import { ArtifactStoreParametersStack, ArtifactStoreStack } from 'cdk-trunkline';

const app = new App();
try {
  const stores = ArtifactStoreStack.forContext(app);
  ArtifactStoreParametersStack.forStores(app, stores);
  app.synth();
} catch (error) {
  // A mistake in cdk.json is the reader's to mend: its message says all, and a stack trace would bury it.
  if (!(error instanceof Error) || error.name !== 'ArtifactStoreError') throw error;
  console.error(error.message);
  process.exit(2);
}
