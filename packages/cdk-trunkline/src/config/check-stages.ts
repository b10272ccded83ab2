// Checks which stages pipelines deliver: each has an account, and belongs to one pipeline.
import { quoted, type Mistakes } from './mistakes';
import { STAGE } from './patterns';
import type { Place } from './place';
import { TOOLING } from './stage-names';

/** Checks the stages of all pipelines against the accounts and each other. */
export function checkStages(config: Place, mistakes: Mistakes): void {
  const accounts = config.key('accounts');
  const pipelines = config.key('pipelines');
  const delivered = new Map<string, string>();
  for (const name of pipelines.names) {
    const stages = pipelines.entry(name).key('stages');
    for (const stage of stages.elements.flatMap(together)) {
      const problem = wrong(stage, stages, accounts, delivered);
      if (problem !== undefined) mistakes.add(stage.path, problem);
    }
  }
}

/** The stages of one element: those of the list in the list, or the one that it names. */
function together(place: Place): Place[] {
  return Array.isArray(place.value) ? place.elements : [place];
}

function wrong(place: Place, stages: Place, accounts: Place, delivered: Map<string, string>): string | undefined {
  const stage = place.text;
  // What is no name at all was reported already.
  if (stage === undefined || !new RegExp(STAGE.pattern ?? '', 'u').test(stage)) return undefined;
  const other = delivered.get(stage);
  if (stage === TOOLING) return 'the toolchain account is no stage; what it shares is delivered by `toolchainStage`.';
  if (!accounts.names.includes(stage)) return `stage ${quoted(stage)} has no account; add it to ${accounts.path}.`;
  if (other === undefined) {
    delivered.set(stage, place.path);
    return undefined;
  }
  if (!other.startsWith(stages.path)) {
    return `stage ${quoted(stage)} is delivered by ${other} already; a stage belongs to one pipeline.`;
  }
  // Of two in the same list, the list itself has told.
  const list = (path: string): string => path.slice(0, path.lastIndexOf('['));
  return list(other) === list(place.path) ? undefined : `lists stage ${quoted(stage)} a second time.`;
}
