// Whether the superclass costs no more than plain CDK tuned, and which pipelines are too large for AWS anyway.

/** What each figure of the superclass may be, as a ratio to that of plain CDK tuned. */
const TARGETS = [
  { name: 'CPU', figure: 'cpu', most: 1.05 },
  { name: 'template bytes', figure: 'bytes', most: 1 },
];

/** Source: CodePipeline User Guide, Quotas; CloudFormation User Guide, Quotas: a template in S3. unsure: actions, once 500. */
const DEPLOYED = { stages: 50, actions: 1000, bytes: 1_000_000 };

export function nameOf({ stages, regions, assets }) {
  return `${stages} x ${regions} x ${assets}`;
}

/**
 * The figures of one variant from all its rounds. Other processes only ever add to the CPU that a round takes, so the
 * least is nearest to the truth; how far the next round is from it, as a share, is what noise is taken to be.
 */
export function figuresOf(rounds) {
  const [least, next = least] = rounds.map(({ cpu }) => cpu).toSorted((one, other) => one - other);
  return { ...rounds[0], cpu: least, noise: next / least - 1 };
}

/** One line for each target, and whether all are met: what is missed by less than the noise counts as met, and is said. */
export function verdicts(results) {
  const lines = TARGETS.map(({ name, figure, most }) => {
    const sizes = results.map((result) => {
      const ratio = result.superclass[figure] / result.tuned[figure];
      const noise = figure === 'cpu' ? result.superclass.noise + result.tuned.noise : 0;
      return {
        size: nameOf(result),
        ratio,
        missed: ratio > most + noise,
        doubtful: ratio > most && ratio <= most + noise,
      };
    });
    const shown = (chosen) => chosen.map(({ size, ratio }) => `${size} (${ratio.toFixed(3)})`).join(', ');
    const [missed, doubtful] = ['missed', 'doubtful'].map((kind) => sizes.filter((each) => each[kind]));
    const worst = sizes.toSorted((one, other) => other.ratio - one.ratio).slice(0, 1);
    return {
      met: missed.length === 0,
      text:
        `${name} <= ${most.toFixed(2)} of tuned: ` +
        (missed.length === 0 ? `met, at worst ${shown(worst)}` : `MISSED at ${shown(missed)}`) +
        (doubtful.length === 0 ? '' : `; above it by less than the noise: ${shown(doubtful)}`),
    };
  });
  return { lines: lines.map(({ text }) => text), met: lines.every(({ met }) => met) };
}

/** The sizes that exist to measure growth alone: AWS would deploy none of their variants, with what is too much. */
export function tooLarge(results) {
  return results.flatMap((result) => {
    const { superclass } = result;
    const much = { stages: superclass.codePipelineStages, actions: superclass.actions, bytes: superclass.bytes };
    const beyond = Object.entries(much).filter(([what, value]) => value > DEPLOYED[what]);
    if (beyond.length === 0) return [];
    return [`${nameOf(result)}: ${beyond.map(([what, value]) => `${value} ${what} of ${DEPLOYED[what]}`).join(', ')}`];
  });
}
