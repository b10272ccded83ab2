// What a Dockerfile consists of, as far as merging needs to know it.

/** A flag of an instruction: `--from=build`. */
export interface InstructionFlag {
  readonly name: string;
  /** undefined for a flag without value, such as `--link` */
  readonly value: string | undefined;
}

/** One heredoc of an instruction. */
export interface Heredoc {
  /** as it stands in the instruction: `<<EOF`, `<<-"EOF"` */
  readonly opening: string;
  /** its lines with the closing one, as they are */
  readonly body: string;
}

/** One instruction, with its place. */
export interface Instruction {
  /** in capitals: `RUN` */
  readonly keyword: string;
  readonly flags: readonly InstructionFlag[];
  /** what follows keyword and flags: continuation lines joined, comments and heredoc bodies left out */
  readonly argument: string;
  readonly heredocs: readonly Heredoc[];
  /** the lines as written, without heredoc bodies */
  readonly head: string;
  /** counted from 1 */
  readonly line: number;
}

/** One build stage. */
export interface Stage {
  /** counted from 0, as `COPY --from=0` does */
  readonly index: number;
  /** in lower case, as stages are compared without regard to case */
  readonly name: string | undefined;
  readonly from: Instruction;
  /** after its FROM */
  readonly instructions: readonly Instruction[];
}

/** A Dockerfile that was read. */
export interface DockerfileText {
  /** its URL or path, for messages */
  readonly place: string;
  /** the `# syntax=` directive */
  readonly syntax: string | undefined;
  /** the escape character: a backslash, or a backtick by directive */
  readonly escape: string;
  /** `ARG`s before the first FROM: only FROM lines see them, and stages that declare them again */
  readonly globals: readonly Instruction[];
  readonly stages: readonly Stage[];
}
