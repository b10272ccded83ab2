// The name of a condition operator, taken apart: `ForAnyValue:StringLikeIfExists`.

/** An operator's name in its parts. */
export interface OperatorName {
  /** `ForAllValues` or `ForAnyValue`, for keys with several values. */
  readonly quantifier?: 'ForAllValues' | 'ForAnyValue';
  /** The operator itself, such as `StringLike`. */
  readonly base: string;
  readonly ifExists: boolean;
}

const NAME = /^(?:(ForAllValues|ForAnyValue):)?(.+?)(IfExists)?$/;

/** Takes an operator's name apart. unsure: whether AWS minds its case; another case is not recognized here. */
export function readOperatorName(name: string): OperatorName {
  const [, quantifier, base = name, ifExists] = NAME.exec(name) ?? [];
  return {
    ...(quantifier === 'ForAllValues' || quantifier === 'ForAnyValue' ? { quantifier } : {}),
    base,
    ifExists: ifExists !== undefined,
  };
}
