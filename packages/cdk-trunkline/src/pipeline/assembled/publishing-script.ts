// The shell lines that publish many assets in one build, several at a time. Trunkline's engine knows them as a whole: what
// changes here changes in its `rehearse/assets/parallel-publishing.ts` too.

/** What the assets of a build are. CDK Pipelines has one build for files and one for images. */
export type AssetKind = 'files' | 'images';

/**
 * How many are published at once. A process of cdk-assets that uploads a file takes about 100 MiB, and the smallest build
 * has 3 GiB; building an image takes whatever its Dockerfile does.
 */
const AT_ONCE: Readonly<Record<AssetKind, number>> = { files: 8, images: 4 };

/** cdk-assets logs in to every registry, and of two logins at once in one file one could be lost. */
const OWN_DOCKER_CONFIG = [
  '    mkdir "$work/$turn/docker"',
  '    cp -R "${DOCKER_CONFIG:-$HOME/.docker}/." "$work/$turn/docker" 2>/dev/null',
];

/**
 * One command of a buildspec that runs all turns, a bounded number of them at a time, and ends as failed when any did. It
 * is one command, since a build keeps variables from one to the next, and neither functions nor background jobs (unsure:
 * the guide promises one shell, and builds have been seen to start another). Any POSIX shell runs it: images of one's
 * own may have no bash and no xargs.
 *
 * Every free lane takes the next turn by making its folder, which only one can. A turn's log is printed whole when it has
 * ended, headed by its commands; the log of one that never ends is lost. A turn that failed stops no other, so that
 * everything wrong shows at once, and the next try has only that to do.
 *
 * @param turns commands that run one after the other, until one fails
 */
export function publishingScript(turns: readonly (readonly string[])[], kind: AssetKind): string {
  const last = String(turns.length);
  const lanes = Array.from({ length: AT_ONCE[kind] }, (_, index) => String(index + 1));
  const images = kind === 'images';
  return [
    '(',
    'work="$(mktemp -d)" || exit 1',
    'publish() {',
    '  case "$1" in',
    ...turns.map((commands, index) => `    ${String(index + 1)}) ${commands.join(' && ')} ;;`),
    '  esac',
    '}',
    'lane() {',
    '  turn=0',
    `  while [ "$turn" -lt ${last} ]; do`,
    '    turn=$((turn + 1))',
    '    mkdir "$work/$turn" 2>/dev/null || continue',
    ...(images ? OWN_DOCKER_CONFIG : []),
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
