// Combos for tests, without any Dockerfile having been read.
import type { Combo } from '../../src/combo/combo.js';

/** A combo of these images, as `combine` hands it back for official images. */
export function comboOf(...images: readonly string[]): Combo {
  const split = images.map((image) => {
    const colon = image.lastIndexOf(':');
    return { name: image.slice(0, colon), tag: image.slice(colon + 1), reference: image };
  });
  return {
    name: split.map(({ name }) => name).join('_'),
    tag: split.map(({ tag }) => tag).join('_'),
    dockerfile: `FROM debian:12\n${split.map(({ reference }) => `COPY --from=${reference} /a /a\n`).join('')}`,
    base: 'debian:12',
    images: split.map(({ name, tag, reference }) => ({
      name,
      tag,
      resolvedTag: tag,
      reference,
      dockerfile: `https://example.com/${name}`,
      commit: '0123456789abcdef0123456789abcdef01234567',
    })),
    chosen: [],
    architectures: ['amd64'],
    labels: { 'io.trunkline.combo.dockerfile': 'sha256:0' },
  };
}
