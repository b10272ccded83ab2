// The app's entry, which `cdk synth` runs.
import { App } from 'aws-cdk-lib';
import { addComboImages } from '../lib/combo-images-app';

/** What a mistake in cdk.json is called, by whom it finds first: pipelines, combos, or the construct of one combo. */
const MISTAKES = ['PipelineConfigError', 'CombosError', 'PatternError'];

const app = new App();
try {
  addComboImages(app);
  app.synth();
} catch (error) {
  // A mistake in cdk.json is the reader's to mend: its message says all, and a stack trace would bury it.
  if (!(error instanceof Error) || !MISTAKES.includes(error.name)) {
    throw error;
  }
  console.error(error.message);
  process.exit(2);
}
