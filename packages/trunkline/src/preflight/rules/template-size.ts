// Templates that are larger than CloudFormation takes.
import { stackPlace } from './places.js';
import type { Rule } from './rule.js';

/** Pipelines hand templates over in S3, so the limit of 51,200 bytes for requests is none of theirs. */
export const templateSize: Rule = {
  id: 'template-size',
  severity: 'error',
  checks: 'No template is larger than CloudFormation takes from S3 (quota `template_bytes`).',
  why: 'CloudFormation refuses the template, so the stack cannot be deployed.',
  falsePositives: 'None known.',
  source: 'CloudFormation User Guide, Quotas (1 MB).',
  mend: 'Split the stack.',
  check: ({ input, quotas }) =>
    input.assembly.stacks.flatMap((stack) => {
      const size = input.templateSizes.get(stack.templateFile) ?? 0;
      if (size <= quotas.template_bytes) return [];
      return [
        {
          problem: `The template of stack ${stack.displayName} has ${size.toLocaleString('en-US')} bytes; CloudFormation takes ${quotas.template_bytes.toLocaleString('en-US')}.`,
          place: stackPlace(stack),
          consequence: 'The deployment of the stack would fail: CloudFormation refuses the template.',
          remedy: { text: 'Split the stack into several.' },
        },
      ];
    }),
};
