// Reads a Dockerfile into stages and instructions; dockerfile-ast finds their borders and heredocs.
import { DockerfileParser, Keyword } from 'dockerfile-ast';
import type { Instruction as ParsedInstruction } from 'dockerfile-ast';
import { TrunklineError } from '../../model/errors.js';
import type { DockerfileText, Heredoc, Instruction, InstructionFlag, Stage } from './instruction.js';

const KEYWORDS: ReadonlySet<string> = new Set(Object.values(Keyword));
const WITH_FLAGS: ReadonlySet<string> = new Set(['ADD', 'COPY', 'FROM', 'HEALTHCHECK', 'RUN']);
const WITH_HEREDOCS: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

/**
 * Reads a Dockerfile.
 * @param place its URL or path, for messages
 * @throws TrunklineError `ComboInvalid` when it has no FROM, or an instruction that no builder knows
 */
export function readDockerfile(text: string, place: string): DockerfileText {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const parsed = DockerfileParser.parse(source);
  const escape = parsed.getEscapeCharacter();
  const lines = source.split('\n');
  const globals: Instruction[] = [];
  const stages: { index: number; name: string | undefined; from: Instruction; instructions: Instruction[] }[] = [];
  const mistakes: string[] = [];
  for (const found of parsed.getInstructions()) {
    const instruction = readInstruction(found, lines, escape);
    const at = `${place} line ${String(instruction.line)}`;
    if (!KEYWORDS.has(instruction.keyword)) mistakes.push(`${at}: no instruction is called "${instruction.keyword}".`);
    else if (instruction.keyword === 'FROM') {
      const name = /\sAS\s+(\S+)\s*$/i.exec(instruction.argument)?.[1]?.toLowerCase();
      if (instruction.argument === '') mistakes.push(`${at}: FROM names no image.`);
      stages.push({ index: stages.length, name, from: instruction, instructions: [] });
    } else {
      const stage = stages.at(-1);
      if (stage !== undefined) stage.instructions.push(instruction);
      else if (instruction.keyword === 'ARG') globals.push(instruction);
      else mistakes.push(`${at}: ${instruction.keyword} stands before the first FROM.`);
    }
  }
  if (stages.length === 0) mistakes.push(`${place}: there is no FROM in it. Is this a Dockerfile?`);
  if (mistakes.length > 0) {
    throw new TrunklineError('ComboInvalid', `${place} cannot be read as a Dockerfile.`, mistakes);
  }
  const syntax = parsed
    .getDirectives()
    .find((directive) => directive.getName().toLowerCase() === 'syntax')
    ?.getValue();
  return { place, syntax, escape, globals, stages: stages satisfies Stage[] };
}

function readInstruction(found: ParsedInstruction, lines: readonly string[], escape: string): Instruction {
  const range = found.getRange();
  const keyword = found.getKeyword();
  const first = range.start.line;
  const heredocs = WITH_HEREDOCS.has(keyword) ? readHeredocs(found, lines) : [];
  const bodyLines = heredocs.reduce((sum, heredoc) => sum + heredoc.body.split('\n').length, 0);
  const headLines = lines.slice(first, range.end.line + 1 - bodyLines);
  const logical = joinLines(headLines, escape);
  const afterKeyword = logical.trimStart().slice(keyword.length).trim();
  const { flags, argument } = WITH_FLAGS.has(keyword) ? takeFlags(afterKeyword) : { flags: [], argument: afterKeyword };
  return { keyword, flags, argument, heredocs, head: headLines.join('\n').trim(), line: first + 1 };
}

// Typed as protected on the base class: only some classes show their heredocs.
interface WithHeredocs {
  getHeredocs?(): readonly {
    getStartRange(): { start: { line: number; character: number } };
    getContentRange(): { start: { line: number } } | null;
    getDelimiterRange(): { start: { line: number } } | null;
  }[];
}

function readHeredocs(found: ParsedInstruction, lines: readonly string[]): Heredoc[] {
  const last = found.getRange().end.line;
  return ((found as unknown as WithHeredocs).getHeredocs?.() ?? []).map((heredoc) => {
    const start = heredoc.getStartRange().start;
    const end = heredoc.getDelimiterRange()?.start.line ?? last;
    const from = heredoc.getContentRange()?.start.line ?? end;
    // The range of the start ends before the name: the word is taken from the line itself.
    const opening = /^<<\S+/.exec((lines[start.line] ?? '').slice(start.character))?.[0] ?? '';
    return { opening, body: lines.slice(from, end + 1).join('\n') };
  });
}

/** Joins continuation lines; comment lines and empty lines among them are left out, as builders do. */
function joinLines(lines: readonly string[], escape: string): string {
  const continued = escape === '`' ? /`[ \t]*$/ : /\\[ \t]*$/;
  let joined = '';
  lines.forEach((line, index) => {
    if (index > 0 && (/^\s*#/.test(line) || line.trim() === '')) return;
    joined += line.replace(continued, '');
  });
  return joined;
}

function takeFlags(text: string): { flags: InstructionFlag[]; argument: string } {
  const flags: InstructionFlag[] = [];
  let rest = text;
  for (;;) {
    const match = /^--([a-zA-Z][a-zA-Z-]*)(?:=(\S*))?(?:\s+|$)/.exec(rest);
    const name = match?.[1];
    if (match === null || name === undefined) return { flags, argument: rest };
    flags.push({ name, value: match[2] });
    rest = rest.slice(match[0].length);
  }
}
