// Rules about the names of accounts and pipelines that concern several of them.
import { quoted, type Mistakes } from './mistakes';
import type { Place } from './place';

/** The name of the toolchain account. */
export const TOOLING = 'tooling';

/** The stage that the default production pipeline delivers. */
export const PRODUCTION_STAGE = 'prod';

// CodePipeline stages that every pipeline has, and which therefore cannot be stages of a project.
const TAKEN = ['source', 'build', 'updatepipeline', 'assets', 'tests', 'toolchain', 'afterstages'];

/** Whether stages are there at all, and their names tell them from each other and from the pipeline's own stages. */
export function checkAccountNames(accounts: Place, mistakes: Mistakes): void {
  if (accounts.names.every((name) => name === TOOLING)) {
    mistakes.add(accounts.path, 'has no stage; add an account that is delivered to, such as "dev".');
  }
  const seen = new Map<string, string>();
  for (const name of accounts.names) {
    const lower = name.toLowerCase();
    const other = seen.get(lower);
    seen.set(lower, name);
    const at = accounts.entry(name);
    if (TAKEN.includes(lower)) {
      mistakes.add(at.path, `cannot be a stage: every pipeline has a stage of its own called ${quoted(name)}.`);
    } else if (lower.endsWith('-bootstrap')) {
      mistakes.add(at.path, 'cannot end in "-bootstrap": that is the name of a stage\'s bootstrap part.');
    } else if (lower.endsWith('-otherregions')) {
      mistakes.add(at.path, 'cannot end in "-OtherRegions": that is where the regions after the first are deployed.');
    } else if (other !== undefined) {
      mistakes.add(at.path, `differs from account ${quoted(other)} in upper and lower case alone.`);
    }
  }
}

/** Whether there are pipelines, and at most one deploys the toolchain part. */
export function checkToolchain(pipelines: Place, mistakes: Mistakes): void {
  if (pipelines.names.length === 0) {
    mistakes.add(pipelines.path, 'is empty; define a pipeline, or leave it out for the two default ones.');
  }
  const [owner, ...others] = pipelines.names.filter((name) => pipelines.entry(name).key('toolchain').value === true);
  for (const name of others) {
    const problem = `pipeline ${quoted(owner)} deploys the toolchain part already.`;
    mistakes.add(pipelines.entry(name).key('toolchain').path, problem);
  }
}
