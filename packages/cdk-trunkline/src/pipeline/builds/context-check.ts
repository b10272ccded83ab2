// The commands that find out whether synthesis changed the context: what a pipeline looks up has to be committed.

/** Commands to put around those that synthesize. */
export interface ContextCheck {
  readonly before: string;
  readonly after: string;
}

/**
 * Commands that fail where a `cdk.context.json` is changed, created or removed between them, and show the difference.
 *
 * They keep to what sh, find, cp and diff have in common on Linux and macOS. The second one goes back to where the first
 * one ran, as the commands between them may have changed the folder.
 *
 * @param assembly the folder of the cloud assembly, which may hold copies
 */
export function contextCheck(assembly: string): ContextCheck {
  const pruned = [
    '-name node_modules',
    '-name .git',
    `-path ${quote(`./${assembly.replace(/^\.\//, '').replace(/\/$/, '')}`)}`,
  ];
  const copyEach = 'for file do mkdir -p "$0/${file%/*}" && cp "$file" "$0/$file" || exit 1; done';
  const copy = (to: string): string =>
    `find . \\( ${pruned.join(' -o ')} \\) -prune -o -type f -name cdk.context.json -exec sh -c '${copyEach}' "${to}" {} +`;
  const remedy =
    'Synthesis changed cdk.context.json as shown above: the pipeline would deploy what nobody has reviewed. ' +
    'Run "npx cdk synth" with credentials of the accounts that are looked up, commit cdk.context.json, and push.';
  return {
    before:
      'CONTEXT_SOURCE="$PWD" && CONTEXT_COPIES="$(mktemp -d)" && export CONTEXT_SOURCE CONTEXT_COPIES && ' +
      'mkdir "$CONTEXT_COPIES/committed" "$CONTEXT_COPIES/synthesized" && ' +
      copy('$CONTEXT_COPIES/committed'),
    after:
      `( cd "$CONTEXT_SOURCE" && ${copy('$CONTEXT_COPIES/synthesized')} && cd "$CONTEXT_COPIES" && ` +
      `{ diff -r -u -N committed synthesized || { echo ${quote(remedy)} >&2; exit 1; }; } )`,
  };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
