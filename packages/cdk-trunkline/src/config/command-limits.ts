// What CodePipeline takes as the commands of an action or a rule.

/** How many commands there may be. Source: CodePipeline API Reference, ActionDeclaration and RuleDeclaration, `commands`. */
export const MOST_COMMANDS = 50;

/** The longest command, in characters. Source: as above. */
const LONGEST_COMMAND = 1000;

/** What is wrong with a command, as the end of a sentence, if anything is. */
export function commandProblem(command: string): string | undefined {
  if (command.trim() === '') return 'is blank';
  if (/[\r\n]/.test(command)) return 'has several lines';
  if (command.length <= LONGEST_COMMAND) return undefined;
  return `has ${String(command.length)} characters, and may have ${String(LONGEST_COMMAND)}`;
}
