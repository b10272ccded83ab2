// Policies with the place where they are written; those of bootstrap stacks are read when they are first asked for.
import type { TemplateValue } from '../../model/template.js';
import type { PlacedPolicy } from './landscape.js';
import type { StackScope } from './stack-scope.js';
import { nameOf, originOf, type TemplateSource } from './template-source.js';

/**
 * Makes a value once. For a template it is made now, so that everything that cannot be read is known; a bootstrap stack
 * has nothing of that kind, and of its roles and policies, in a hundred environments, most are never asked for.
 */
export function later<T>({ kind }: TemplateSource, make: () => T): () => T {
  let made: { readonly value: T } | undefined = kind === 'template' ? { value: make() } : undefined;
  return () => (made ??= { value: make() }).value;
}

/** Stands for the policy of a resource that may not exist: nothing is proved with it. */
export function policyUnderCondition(scope: StackScope, id: string): PlacedPolicy {
  const { source } = scope;
  return { name: nameOf(source, id), origin: originOf(source, id), document: scope.mark(`${id}.Condition`) };
}

/** A policy that a property of a resource holds. */
export function placedPolicy(
  scope: StackScope,
  id: string,
  property: string,
  makeDocument: () => TemplateValue = () => scope.document(id, property),
  name: string = nameOf(scope.source, id),
): PlacedPolicy {
  const document = later(scope.source, makeDocument);
  return {
    name,
    get document() {
      return document();
    },
    origin: originOf(scope.source, id, property),
  };
}
