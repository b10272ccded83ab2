// What somebody is told who gets the configuration or the tests' environment wrong.
import { describe, expect, it } from 'vitest';
import { addServices } from '../../lib/services-app';
import { readStage } from '../integration/stage';
import { newApp, projectConfig } from './new-app';

describe('a mistake in cdk.json', () => {
  it('is reported together with all others, each with its path', () => {
    const config = projectConfig();
    delete config['connection_arn'];
    Object.assign(config['accounts'] as object, {
      dev: { account: '22223333444', region: 'eu-central-1' },
      qa: { account: '333344445555', regions: ['eu-central-1', 'eu-nowhere-1'] },
    });

    let error: unknown;
    try {
      addServices(newApp(config));
    } catch (thrown) {
      error = thrown;
    }

    expect(error).toMatchObject({ name: 'PipelineConfigError' });
    const message = (error as Error).message;
    expect(message).toContain('$.config.connection_arn');
    expect(message).toContain('$.config.accounts.dev.account');
    expect(message).toContain('$.config.accounts.qa.regions[1]');
  });
});

describe('an integration test without its variables', () => {
  it('names all that are missing', () => {
    expect(() => readStage({ STAGE_NAME: 'dev', STAGE_ACCOUNT: '', API_URL: 'https://x/v1/' })).toThrow(
      /miss STAGE_ACCOUNT, STAGE_REGION, JOB_QUEUE_ARN, .*SITE_SERVICE_ARN in their environment/,
    );
  });
});
