// Which stages of a Dockerfile the finished image grows from, and which ones only hand files over.
import type { DockerfileText, Instruction, Stage } from './instruction.js';
import { readGlobals } from './scope.js';
import { asWord } from './value.js';
import type { Value } from './value.js';
import { expand } from './words.js';

/** A Dockerfile with its stages sorted. */
export interface SortedStages {
  /** the stages that the finished image grows from, the first one being FROM the base */
  readonly chain: readonly Stage[];
  /** the stages that others copy from or mount, in the order of the file; may share stages with the chain */
  readonly helpers: readonly Stage[];
  /** the image in the FROM of the chain's first stage */
  readonly base: string;
  readonly baseLine: number;
  /** defaults of the ARGs before the first FROM */
  readonly globals: ReadonlyMap<string, Value>;
}

/** Sorts the stages. Stages that nothing needs are left out, as builders leave them out. */
export function sortStages(file: DockerfileText): SortedStages {
  const globals = readGlobals(file.globals, file.escape);
  const chain: Stage[] = [];
  let at = file.stages.at(-1);
  let base = '';
  while (at !== undefined) {
    chain.unshift(at);
    base = fromImage(at, file.escape, globals);
    at = stageNamed(file, base, at.index);
  }
  const needed = new Set<Stage>();
  const need = (stage: Stage | undefined): void => {
    if (stage === undefined || needed.has(stage)) return;
    needed.add(stage);
    need(stageNamed(file, fromImage(stage, file.escape, globals), stage.index));
    needOthers(stage);
  };
  const needOthers = (stage: Stage): void => {
    for (const name of stage.instructions.flatMap(sourcesOf)) need(stageNamed(file, name, stage.index));
  };
  chain.forEach(needOthers);
  const helpers = file.stages.filter((stage) => needed.has(stage));
  return { chain, helpers, base, baseLine: chain[0]?.from.line ?? 1, globals };
}

/** The image or stage in a FROM, with the defaults of global ARGs put in. */
export function fromImage(stage: Stage, escape: string, globals: ReadonlyMap<string, Value>): string {
  const word = stage.from.argument.split(/\s+/)[0] ?? '';
  return asWord(expand(word, escape, (name) => globals.get(name)));
}

/** The stage before `before` that a FROM or `--from` means, by its name or number. */
export function stageNamed(file: DockerfileText, name: string, before: number): Stage | undefined {
  const lower = name.toLowerCase();
  const earlier = file.stages.filter((stage) => stage.index < before);
  const byName = earlier.findLast((stage) => stage.name === lower);
  return byName ?? (/^\d+$/.test(name) ? earlier.find((stage) => stage.index === Number(name)) : undefined);
}

/** The stages or images that an instruction takes files from. */
export function sourcesOf(instruction: Instruction): string[] {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD' && instruction.keyword !== 'RUN') return [];
  return instruction.flags.flatMap(({ name, value = '' }) => {
    if (name === 'from') return [value];
    const from = name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value)?.[1] : undefined;
    return from === undefined ? [] : [from];
  });
}
