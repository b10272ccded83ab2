// Turns CDK's bootstrap template into data: the content of bootstrap-template.json.
import type { Template } from '../../model/template.js';

/** The packed template, with where it comes from. */
export interface PackedTemplate {
  readonly source: string;
  readonly license: string;
  readonly copyright: string;
  readonly changes: string;
  readonly template: Template;
}

/**
 * Packs the template.
 * @param version of aws-cdk, the CDK CLI
 * @param template its lib/api/bootstrap/bootstrap-template.yaml, parsed
 */
export function buildBootstrapTemplate(version: string, template: Template): PackedTemplate {
  return {
    source: `aws-cdk ${version}, lib/api/bootstrap/bootstrap-template.yaml`,
    license: 'Apache-2.0',
    copyright: 'Copyright 2018-2025 Amazon.com, Inc. or its affiliates. All Rights Reserved.',
    changes: 'Turned from YAML into JSON; comments are left out.',
    template,
  };
}
