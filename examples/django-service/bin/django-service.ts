// The app's entry, which `cdk synth` runs.
import { App } from 'aws-cdk-lib';
import { addDjangoService } from '../lib/django-service-app';

const app = new App();
try {
  addDjangoService(app);
  app.synth();
} catch (error) {
  // A mistake in cdk.json is the reader's to mend: its message says all, and a stack trace would bury it.
  if (!(error instanceof Error) || !['PipelineConfigError', 'ServiceConfigError'].includes(error.name)) {
    throw error;
  }
  console.error(error.message);
  process.exit(2);
}
