// The end of a combo's Dockerfile: volumes, labels, settled variables; and what was merged or dropped there.
import type { NamedPart, Settlements } from './conflicts.js';
import { asQuoted, asWord } from './value.js';

// They describe one image, its source and its version: none of it holds for an image made of several.
const LABELS_OF_ONE_IMAGE = /^(?:maintainer$|org\.opencontainers\.image\.|org\.label-schema\.)/i;

/** Volumes, labels and settled variables of all images, in an order that does not depend on chance. */
export function closingLines(parts: readonly NamedPart[], settled: Settlements): { lines: string[]; notes: string[] } {
  const volumes = [...new Set(parts.flatMap(({ part }) => [...part.volumes]))].sort();
  const labels = new Map<string, string>();
  const notes: string[] = [];
  const differing = new Set<string>();
  for (const { part } of parts) {
    for (const [name, { value }] of part.labels) {
      if (LABELS_OF_ONE_IMAGE.test(name)) continue;
      const before = labels.get(name);
      if (before !== undefined && before !== asQuoted(value)) differing.add(name);
      labels.set(name, asQuoted(value));
    }
  }
  for (const name of differing) {
    labels.delete(name);
    notes.push(`Label ${name} is left out: the images give it different values.`);
  }
  const variables = Object.entries(settled.environment);
  const lines = [
    ...[...labels]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `LABEL ${asQuoted([{ text: name }])}=${value}`),
    ...variables.map(([name, value]) => `ENV ${name}=${asQuoted([{ text: value }])}`),
    ...(volumes.length > 0 ? [`VOLUME ${JSON.stringify(volumes.map((path) => asWord([{ text: path }])))}`] : []),
  ];
  return { lines: lines.length > 0 ? ['', ...lines] : [], notes };
}

/** Files of the same name from several images: the last one stays. */
export function sharedFiles(parts: readonly NamedPart[]): string[] {
  const notes: string[] = [];
  const owner = new Map<string, string>();
  for (const { image, part } of parts) {
    for (const file of part.files) {
      const before = owner.get(file);
      if (before !== undefined) notes.push(`${file} of ${image} takes the place of the one of ${before}.`);
      owner.set(file, image);
    }
  }
  return notes;
}
