// The app's entry, which `cdk synth` runs.
import { App } from 'aws-cdk-lib';
import { addWhyPython3 } from '../lib/why-python3-app';

const app = new App();
try {
  addWhyPython3(app);
  app.synth();
} catch (error) {
  // A mistake in cdk.json or headers.json is the reader's to mend: its message says all, and a stack trace would bury it.
  if (!(error instanceof Error) || !['PipelineConfigError', 'SiteSettingsError'].includes(error.name)) {
    throw error;
  }
  console.error(error.message);
  process.exit(2);
}
