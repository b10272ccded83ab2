// Reads a story's given.json, makes its repository and cloud assembly, and rehearses it.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Answer, Host, Question, RehearsalEvent } from '../../src/model/host.js';
import type { Report } from '../../src/model/report.js';
import { isClean } from '../../src/rehearse/report-builder.js';
import { runProgram } from '../../src/process/run-program.js';
import { rehearse } from '../../src/rehearse/rehearse.js';
import { type GivenPipeline, type GivenStages, writeAssembly } from './assembly-builder.js';

/** A story: a repository, a pipeline, and one or more rehearsals of it. */
export interface Given {
  readonly about: string;
  readonly repository: Readonly<Record<string, string>>;
  readonly stages: GivenStages;
  /** More properties of the pipeline, and of stages by name. */
  readonly properties?: GivenPipeline['properties'];
  readonly stageProperties?: GivenPipeline['stageProperties'];
  /** @default one rehearsal of the last commit, approvals given */
  readonly rehearsals?: readonly {
    /** Files written before, and committed unless `uncommitted`. */
    readonly write?: Readonly<Record<string, string>>;
    readonly uncommitted?: boolean;
    readonly workingTree?: boolean;
    /** @default true */
    readonly approve?: boolean;
    /** @default false */
    readonly deploy?: boolean;
    readonly variables?: Readonly<Record<string, string>>;
    readonly enabledTransitions?: readonly string[];
    /** @default cdk.out */
    readonly app?: string;
  }[];
  readonly notRehearsed?: readonly { pipeline?: string; stage?: string; action?: string; reason: string }[];
  readonly secrets?: Readonly<Record<string, string>>;
}

/** What a story expects of one rehearsal; every fragment of a log, a reason or a note has to be in it. */
export interface Outcome {
  readonly status: readonly string[];
  /** `Stage/Action Status by` lines, in order. */
  readonly actions: readonly string[];
  readonly failed?: readonly { command?: string; exitCode?: number; phase?: string; message?: string }[];
  readonly logs?: Readonly<Record<string, readonly string[]>>;
  /** Whether it ends with exit code 0. */
  readonly clean?: boolean;
  /** Why actions did not run, or what they came to, by `Stage/Action`. */
  readonly reasons?: Readonly<Record<string, string>>;
  readonly notes?: readonly string[];
}

/** A host that keeps everything it is told, and gives each question's fallback. */
export class RecordingHost implements Host {
  public readonly events: RehearsalEvent[] = [];

  public notify(event: RehearsalEvent): void {
    this.events.push(event);
  }

  public ask(question: Question): Promise<Answer> {
    return Promise.resolve(question.fallback);
  }
}

/** A project on disk. */
export class Project {
  private host = new RecordingHost();

  private constructor(public readonly directory: string) {}

  /** The machine's environment, with a folder for builds of the story's own. */
  public get environment(): Record<string, string | undefined> {
    return { ...process.env, XDG_CACHE_HOME: `${this.directory}.cache` };
  }

  /** What the last rehearsal told besides its actions. */
  public get notes(): string[] {
    return this.host.events.flatMap((event) => (event.kind === 'note' ? [event.message] : []));
  }

  public static async create(
    given: Pick<Given, 'repository' | 'stages' | 'properties' | 'stageProperties'>,
  ): Promise<Project> {
    // A path with a space: every rehearsal of every story runs in one.
    const project = new Project(await mkdtemp(join(tmpdir(), 'a story ')));
    await project.write({ '.gitignore': '.trunkline/\ncdk.out/\n', ...given.repository });
    await writeAssembly(join(project.directory, 'cdk.out'), given.stages, given);
    await project.git('init', '--quiet', '--initial-branch=main');
    await project.commit();
    return project;
  }

  public async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.directory, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }

  public async commit(): Promise<void> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '-m', 'A change');
  }

  public async rehearse(given: Partial<Given>, step: NonNullable<Given['rehearsals']>[number]): Promise<Report> {
    this.host = new RecordingHost();
    return rehearse(
      {
        project: this.directory,
        app: step.app ?? 'cdk.out',
        pipelines: [],
        environment: this.environment,
        secrets: given.secrets ?? {},
        concurrency: 2,
        signal: new AbortController().signal,
        version: 'test',
        rerunCommand: (...names) => `retry ${names.slice(1).join(' ')}`,
        workingTree: step.workingTree ?? false,
        approve: step.approve ?? true,
        deploy: step.deploy ?? false,
        variables: step.variables ?? {},
        enabledTransitions: step.enabledTransitions ?? [],
        notRehearsed: given.notRehearsed ?? [],
      },
      this.host,
    );
  }

  public readLog(path: string): Promise<string> {
    return readFile(join(this.directory, path), 'utf8');
  }

  public async remove(): Promise<void> {
    for (const folder of [this.directory, `${this.directory}.cache`])
      await rm(folder, { recursive: true, force: true });
  }

  private async git(...args: string[]): Promise<void> {
    const identity = ['-c', 'user.name=A Person', '-c', 'user.email=person@example.com', '-c', 'commit.gpgsign=false'];
    const result = await runProgram(['git', ...identity, ...args], { cwd: this.directory });
    if (result.exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
  }
}

/** Plays a story and says what became of it, in the words of expected.json. */
export async function play(given: Given, wanted: readonly Outcome[]): Promise<Outcome[]> {
  const project = await Project.create(given);
  try {
    const outcomes: Outcome[] = [];
    for (const [index, step] of (given.rehearsals ?? [{}]).entries()) {
      await project.write(step.write ?? {});
      if (step.write && !step.uncommitted) await project.commit();
      const report = await project.rehearse(given, step);
      outcomes.push(await outcomeOf(report, project, wanted[index]));
    }
    return outcomes;
  } finally {
    await project.remove();
  }
}

async function outcomeOf(report: Report, project: Project, wanted: Outcome | undefined): Promise<Outcome> {
  const actions = report.executions.flatMap((execution) => execution.actions);
  const lines = actions.map((action) => {
    const mark = action.status === 'Succeeded' && action.restsOn ? '*' : '';
    const by = action.status === 'Succeeded' ? ` ${action.performedBy}` : '';
    return `${action.stageName}/${action.actionName} ${action.status}${mark}${by}`;
  });
  const failed = actions
    .filter((action) => action.failure)
    .map(({ failure }, index) => {
      const whole = { message: failure?.message, ...failure?.failedCommand };
      return Object.fromEntries(
        Object.keys(wanted?.failed?.[index] ?? whole).map((key) => [key, whole[key as keyof typeof whole]]),
      );
    });
  const logs: Record<string, string[]> = {};
  for (const [name, fragments] of Object.entries(wanted?.logs ?? {})) {
    const action = actions.findLast((candidate) => `${candidate.stageName}/${candidate.actionName}` === name);
    const text = action?.log ? await project.readLog(action.log) : '';
    logs[name] = fragments.map((wantedText) => fragment(wantedText, text));
  }
  const reasonOf = (name: string): string => {
    const action = actions.findLast((candidate) => `${candidate.stageName}/${candidate.actionName}` === name);
    return action?.reason ?? action?.summary ?? '';
  };
  return {
    status: report.executions.map((execution) => execution.status),
    actions: lines,
    ...(failed.length > 0 ? { failed } : {}),
    ...(wanted?.logs ? { logs } : {}),
    ...(wanted?.clean === undefined ? {} : { clean: isClean(report) }),
    ...(wanted?.reasons ? { reasons: found(wanted.reasons, reasonOf) } : {}),
    ...(wanted?.notes ? { notes: wanted.notes.map((text) => fragment(text, project.notes.join('\n'))) } : {}),
  };
}

/** The fragment where the text holds it, else what there is instead. */
function fragment(wanted: string, text: string): string {
  return text.includes(wanted) ? wanted : `NOT FOUND: ${wanted} IN: ${text}`;
}

function found(wanted: Readonly<Record<string, string>>, textOf: (name: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).map(([name, text]) => [name, fragment(text, textOf(name))]));
}
