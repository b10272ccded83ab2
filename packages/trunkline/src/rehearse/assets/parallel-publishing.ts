// The command by which pipelines of cdk-trunkline publish several assets at once, taken apart into CDK Pipelines' own.

/**
 * The commands that such a command runs, in order; undefined for any other one. It is matched as a whole: written anew
 * from what was read in it, it has to come out as it was. Source: cdk-trunkline, publishingScript.
 */
export function commandsPublishedInParallel(command: string): string[] | undefined {
  const turns = [...command.matchAll(/^ {4}\d+\) (.+) ;;$/gm)].map(([, turn = '']) => turn);
  const [, atOnce = ''] = /^\{ for each in [\d ]*\b(\d+); do /m.exec(command) ?? [];
  const written = { turns, atOnce: Number(atOnce), images: command.includes('DOCKER_CONFIG') };
  if (turns.length === 0 || written.atOnce > LARGEST_BOUND || write(written) !== command) return undefined;
  return turns.flatMap((turn) => turn.split(' && '));
}

/** No version writes as many; whoever claims to needs no list made of it. */
const LARGEST_BOUND = 1000;

interface Written {
  readonly turns: readonly string[];
  readonly atOnce: number;
  readonly images: boolean;
}

function write({ turns, atOnce, images }: Written): string {
  const last = String(turns.length);
  const lanes = Array.from({ length: atOnce }, (_, index) => String(index + 1));
  return [
    '(',
    'work="$(mktemp -d)" || exit 1',
    'publish() {',
    '  case "$1" in',
    ...turns.map((turn, index) => `    ${String(index + 1)}) ${turn} ;;`),
    '  esac',
    '}',
    'lane() {',
    '  turn=0',
    `  while [ "$turn" -lt ${last} ]; do`,
    '    turn=$((turn + 1))',
    '    mkdir "$work/$turn" 2>/dev/null || continue',
    ...(images
      ? [
          '    mkdir "$work/$turn/docker"',
          '    cp -R "${DOCKER_CONFIG:-$HOME/.docker}/." "$work/$turn/docker" 2>/dev/null',
        ]
      : []),
    `    (${images ? 'export DOCKER_CONFIG="$work/$turn/docker"; ' : ''}set -x; publish "$turn") ` +
      '</dev/null >"$work/$turn/log" 2>&1 && : >"$work/$turn/published"',
    '    echo "$turn"',
    '  done',
    '}',
    `{ for each in ${lanes.join(' ')}; do lane & done; wait; } | while read -r turn; do`,
    `  echo "Publishing, $turn of ${last}:"`,
    '  cat "$work/$turn/log"',
    'done',
    'failed=0',
    'turn=0',
    `while [ "$turn" -lt ${last} ]; do`,
    '  turn=$((turn + 1))',
    '  [ -e "$work/$turn/published" ] && continue',
    '  failed=1',
    `  echo "Not published, $turn of ${last}: $(grep "cdk-assets --path" "$work/$turn/log" | tail -n 1)" >&2`,
    'done',
    'rm -rf "$work"',
    'exit "$failed"',
    ')',
  ].join('\n');
}
