// A build whose buildspec is not at hand: what it publishes and deploys is not known, and that is said.
import { describe, hasHole } from '../../iam/unresolved.js';
import type { LandscapeProject } from '../../landscape/landscape.js';
import type { ActionFacts } from '../action-facts.js';
import { assumptionsOf } from '../assumptions.js';
import { bootstrapRoleOf } from '../bootstrap-role.js';
import type { Duty } from '../obligation.js';
import { producerOf } from '../producers.js';

// What CodeBuild takes where a project names none. Source: CodeBuild User Guide, Build specification reference.
const DEFAULT = 'buildspec.yml';

/**
 * One unproven duty, unless the file belongs to the source and the project's role names no role that publishes or deploys:
 * what a repository's own builds and tests run is theirs, and takes nothing that this app's pipeline grants. What builds
 * give out has only files that the assembly has too.
 */
export function unreadBuildspecDuties(facts: ActionFacts, { project }: LandscapeProject): Duty[] {
  const named = project.buildSpec === undefined || project.buildSpec === '' ? DEFAULT : project.buildSpec;
  if (isFileOfSource(named, facts) && !namesDelivery(project.serviceRole, facts)) return [];
  const why =
    `buildspec ${describe(named)} of project ${describe(project.name)} is not in the assembly, so what its builds ` +
    'publish and deploy is not known';
  return [
    {
      place: facts.place,
      step: 'the build publishes and deploys',
      principal: project.serviceRole,
      call: 'sts:AssumeRole',
      resource: named,
      because: { kind: 'unproven', why },
    },
  ];
}

function isFileOfSource(named: string, { action, declared }: ActionFacts): boolean {
  // By its ARN, a buildspec is an object of S3. Source: CloudFormation resource reference, AWS::CodeBuild::Project Source.
  if (hasHole(named) || named.startsWith('arn:')) return false;
  const primary = action.configuration.PrimarySource ?? action.inputArtifacts[0] ?? '';
  return producerOf(declared.pipeline, primary)?.actionTypeId.category === 'Source';
}

function namesDelivery(role: string, { landscape }: ActionFacts): boolean {
  const known = landscape.role(role);
  if (known === undefined) return false;
  const purposes = assumptionsOf(known).arns.map((arn) => bootstrapRoleOf(arn)?.purpose);
  return purposes.some((purpose) => purpose !== undefined && purpose !== 'lookup');
}
