// One stage of an image, rewritten for the combo, and what it leaves behind: variables, user, working directory.
import { posix } from 'node:path';
import { withRegistry } from '../reference.js';
import { copyFromImage } from './context-copy.js';
import { notConvertible, textOf } from './escapes.js';
import type { DockerfileText, Instruction, Stage } from './instruction.js';
import { runAsWord, USUAL_SHELL } from './heredocs.js';
import { AUTOMATIC_ARGUMENTS, Scope } from './scope.js';
import { sourcesOf, stageNamed } from './stages.js';
import { asQuoted, asWord, knownText, withText } from './value.js';
import type { Value } from './value.js';
import { readAssignments, readJsonForm } from './words.js';

/** A value with the line that sets it. */
export interface Placed {
  readonly value: Value;
  readonly line: number;
}

/** What is the same for all stages of one image. */
export interface PartContext {
  readonly file: DockerfileText;
  /** the finished image, to copy from */
  readonly image: string;
  readonly globals: ReadonlyMap<string, Value>;
  readonly registry: string | undefined;
  /** the names of the stages that are kept, in the combo */
  readonly stageNames: ReadonlyMap<Stage, string>;
  /** variables that images before this one have set */
  readonly inherited: ReadonlyMap<string, Placed>;
}

/** What a stage has come to. */
export class Part {
  public readonly lines: string[] = [];
  public readonly mistakes: { readonly line: number; readonly text: string }[] = [];
  public readonly environment = new Map<string, Placed>();
  public readonly arguments = new Set<string>();
  public readonly labels = new Map<string, Placed>();
  public readonly volumes = new Set<string>();
  /** files that came from the build context of the image */
  public readonly files = new Set<string>();
  /** instructions that speak of the process that CMD and ENTRYPOINT start, and are left out with them */
  public readonly left = new Set<string>();
  public user: Placed | undefined;
  public workdir: Placed | undefined;
  public hasShell = false;
  /** sentences about what was guessed */
  public readonly notes: { readonly line: number; readonly text: string }[] = [];
  private shell: readonly string[] | undefined = USUAL_SHELL;
  /** variables that stand in for an ARG which a variable of an image before this one would hide */
  private readonly standIns = new Set<string>();
  private readonly scope: Scope;

  /** @param context what is the same for all stages of the image */
  public constructor(private readonly context: PartContext) {
    this.scope = new Scope(context.globals, context.file.escape);
  }

  /**
   * Adds the instructions of a stage.
   * @param has what the finished image has of the stage: `files` (it grows from the stage), or `nothing`
   */
  public add(stage: Stage, has: 'files' | 'nothing', isFinal: boolean): void {
    for (const instruction of stage.instructions) {
      const why = notConvertible(instruction, this.context.file.escape);
      if (why !== undefined) this.mistakes.push({ line: instruction.line, text: `${instruction.keyword}: ${why}.` });
      this.addInstruction(instruction, stage, has, isFinal);
    }
  }

  /** Follows a stage that this one grows from, without writing its instructions again. */
  public follow(stage: Stage): void {
    for (const instruction of stage.instructions) {
      if (instruction.keyword === 'ENV') this.scope.env(instruction);
      if (instruction.keyword === 'ARG') this.scope.arg(instruction);
      if (instruction.keyword === 'WORKDIR') this.setWorkdir(instruction);
      if (instruction.keyword === 'SHELL') this.shell = readJsonForm(instruction.argument);
    }
  }

  /** Gives variables of images before this one their values back, where an ARG of this one needed the name. */
  public restore(): void {
    for (const name of this.standIns) {
      const before = this.context.inherited.get(name);
      if (before !== undefined && !this.environment.has(name)) this.lines.push(`ENV ${name}=${asQuoted(before.value)}`);
    }
  }

  private addInstruction(instruction: Instruction, stage: Stage, has: 'files' | 'nothing', isFinal: boolean): void {
    const verbatim = textOf(instruction, this.context.file.escape);
    switch (instruction.keyword) {
      case 'CMD':
      case 'ENTRYPOINT':
      case 'MAINTAINER':
        return;
      case 'HEALTHCHECK':
      case 'STOPSIGNAL':
        if (isFinal) this.left.add(instruction.keyword);
        return;
      case 'ARG':
        this.addArg(instruction, verbatim);
        return;
      case 'ENV':
        for (const { name, value } of this.scope.env(instruction)) {
          this.environment.set(name, { value, line: instruction.line });
        }
        this.lines.push(verbatim);
        return;
      case 'WORKDIR':
        this.setWorkdir(instruction);
        this.lines.push(verbatim);
        return;
      case 'USER':
        this.user = { value: this.scope.expand(instruction.argument), line: instruction.line };
        this.lines.push(verbatim);
        return;
      case 'SHELL':
        this.hasShell = true;
        this.shell = readJsonForm(instruction.argument);
        this.lines.push(verbatim);
        return;
      case 'LABEL':
        if (isFinal) this.addLabels(instruction);
        return;
      case 'VOLUME':
        this.addVolumes(instruction, verbatim, isFinal);
        return;
      case 'ONBUILD':
        this.addOnbuild(instruction, stage, verbatim);
        return;
      case 'COPY':
      case 'ADD':
      case 'RUN':
        this.addFiles(instruction, stage, has, verbatim);
        return;
      default:
        this.lines.push(verbatim);
    }
  }

  private addArg(instruction: Instruction, verbatim: string): void {
    const settings = this.scope.arg(instruction);
    const isPlain = settings.every(({ name }) => !this.isHidden(name) && !this.context.globals.has(name));
    if (isPlain) this.lines.push(verbatim);
    for (const { name, value } of settings) {
      if (!AUTOMATIC_ARGUMENTS.has(name)) this.arguments.add(name);
      if (isPlain) continue;
      if (this.isHidden(name)) {
        // ENV goes before ARG: the value of an image before this one would be read in its place.
        this.standIns.add(name);
        this.lines.push(`ENV ${name}=${asQuoted(value ?? [])}`);
      } else this.lines.push(value === undefined ? `ARG ${name}` : `ARG ${name}=${asQuoted(value)}`);
    }
  }

  private isHidden(name: string): boolean {
    return this.context.inherited.has(name) && !this.environment.has(name) && !AUTOMATIC_ARGUMENTS.has(name);
  }

  private setWorkdir(instruction: Instruction): void {
    const next = this.scope.expand(instruction.argument.replace(/^(["'])(.*)\1$/, '$2'));
    const first = next[0];
    if (first === undefined) return;
    const isAbsolute = 'variable' in first || first.text.startsWith('/');
    const joined = isAbsolute ? next : [...(this.workdir?.value ?? []), { text: '/' }, ...next];
    // One that begins with a variable of the base stays as it is: where it leads is not known.
    const value = 'variable' in first ? next : withText(joined, (text) => posix.resolve('/', text));
    this.workdir = { value, line: instruction.line };
  }

  private addLabels(instruction: Instruction): void {
    for (const { name, raw } of readAssignments(instruction.argument, this.context.file.escape)) {
      this.labels.set(name, { value: this.scope.expand(raw), line: instruction.line });
    }
  }

  // A folder that is a volume forgets what later instructions write into it: volumes go to the end of the combo.
  private addVolumes(instruction: Instruction, verbatim: string, isFinal: boolean): void {
    const words = readJsonForm(instruction.argument) ?? instruction.argument.split(/\s+/);
    const paths = words.map((word) => knownText(this.scope.expand(word)));
    if (!isFinal || paths.includes(undefined)) this.lines.push(verbatim);
    else for (const path of paths) this.volumes.add(path ?? '');
  }

  private addOnbuild(instruction: Instruction, stage: Stage, verbatim: string): void {
    if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK|STOPSIGNAL|MAINTAINER)\b/i.test(instruction.argument)) return;
    const from = /^(?:COPY|ADD)\b.*?--from=(\S+)/i.exec(instruction.argument)?.[1];
    if (from !== undefined && stageNamed(this.context.file, from, stage.index) !== undefined) {
      const text = `ONBUILD copies from stage "${from}", which whoever builds on the combo does not have.`;
      this.mistakes.push({ line: instruction.line, text });
    } else this.lines.push(verbatim);
  }

  private addFiles(instruction: Instruction, stage: Stage, has: 'files' | 'nothing', verbatim: string): void {
    const { keyword, line } = instruction;
    if (keyword === 'RUN') {
      if (instruction.flags.some(({ name, value }) => name === 'mount' && mountsContext(value ?? ''))) {
        this.mistakes.push({ line, text: 'RUN mounts the build context, which no finished image holds.' });
      }
    } else if (sourcesOf(instruction).length === 0) {
      this.addContextFiles(instruction, has);
      return;
    }
    this.lines.push(this.withSources(instruction, stage, runAsWord(instruction, this.shell) ?? verbatim));
  }

  private addContextFiles(instruction: Instruction, has: 'files' | 'nothing'): void {
    const { keyword, line } = instruction;
    const workdir = this.workdir?.value ?? [{ text: '/' }];
    const outcome = copyFromImage(instruction, this.context.image, workdir, this.scope);
    const takes = outcome.lines.some((text) => text.startsWith(`COPY --from=${this.context.image} `));
    const isLost = has === 'nothing' && takes;
    const mistakes = isLost ? ['it copies into a stage that the finished image does not grow from'] : outcome.mistakes;
    const why = `${keyword} takes files from the build context, and they cannot be taken from ${this.context.image} instead`;
    for (const mistake of mistakes) this.mistakes.push({ line, text: `${why}: ${mistake}.` });
    this.lines.push(...outcome.lines);
    for (const text of outcome.notes) this.notes.push({ line, text });
    for (const file of outcome.files) this.files.add(file);
  }

  /** Stages under their new names, images with the registry. */
  private withSources(instruction: Instruction, stage: Stage, verbatim: string): string {
    const rename = (source: string): string => {
      const kept = stageNamed(this.context.file, source, stage.index);
      const name = kept === undefined ? undefined : this.context.stageNames.get(kept);
      return name ?? withRegistry(source, this.context.registry);
    };
    let text = verbatim;
    for (const { name, value = '' } of instruction.flags) {
      const renamed =
        name === 'from'
          ? rename(value)
          : value.replace(
              /(^|,)from=([^,]+)/,
              (_match, before: string, source: string) => `${before}from=${rename(source)}`,
            );
      // Flags come first: the first place that reads like one is the flag itself.
      if (name === 'link') text = text.replace(/ --link(?:=\S*)?(?=\s)/, '');
      if (name === 'from' || name === 'mount') text = text.replace(`--${name}=${value}`, () => `--${name}=${renamed}`);
    }
    return text;
  }
}

function mountsContext(mount: string): boolean {
  const options = mount.split(',');
  const type = options.find((option) => option.startsWith('type='))?.slice('type='.length) ?? 'bind';
  return type === 'bind' && !options.some((option) => option.startsWith('from='));
}

/** How a user or a folder reads in a message or an instruction. */
export function placedText(placed: Placed): string {
  return knownText(placed.value) ?? asWord(placed.value);
}
