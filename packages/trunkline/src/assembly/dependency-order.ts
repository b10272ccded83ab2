// The order in which stacks have to be deployed.
import type { StackArtifact } from '../model/assembly.js';

/** Stacks and all that they need from among the others of their folder, dependencies first. */
export function inDependencyOrder(
  wanted: readonly StackArtifact[],
  among: readonly StackArtifact[] = wanted,
): StackArtifact[] {
  const ordered = new Set<StackArtifact>();
  const visiting = new Set<StackArtifact>();
  const visit = (stack: StackArtifact): void => {
    if (visiting.has(stack)) return;
    visiting.add(stack);
    const isNeeded = (other: StackArtifact): boolean =>
      other.nestedIn === stack.nestedIn && stack.dependencies.includes(other.artifactId);
    among.filter(isNeeded).forEach(visit);
    ordered.add(stack);
  };
  wanted.forEach(visit);
  return [...ordered];
}
