// New versions of a product in Service Catalog.
import type { CatalogueEntry } from '../catalogue.js';
import { required } from '../keys.js';

const SOURCE = 'CodePipeline User Guide, Manage the CodePipeline service role, AWS Service Catalog';

/** `Deploy/AWS/ServiceCatalog/1`. */
export const serviceCatalog: CatalogueEntry = {
  type: 'Deploy/AWS/ServiceCatalog/1',
  reads: 'action role',
  keys: [required('ProductId')],
  needs: [
    {
      who: 'action role',
      step: 'adds the version to the product',
      calls: [
        'servicecatalog:ListProvisioningArtifacts',
        'servicecatalog:CreateProvisioningArtifact',
        'servicecatalog:DescribeProvisioningArtifact',
        'servicecatalog:DeleteProvisioningArtifact',
        'servicecatalog:UpdateProduct',
      ],
      on: 'arn:{partition}:catalog:{region}:{account}:product/{ProductId}',
      source: SOURCE,
    },
    {
      who: 'action role',
      step: 'has the template validated',
      calls: ['cloudformation:ValidateTemplate'],
      on: '*',
      source: SOURCE,
    },
  ],
};
