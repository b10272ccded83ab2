// Values that stacks share by name: written by one stack as SSM parameters, read by others when they are deployed.
import { Token } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { refuse } from './pattern-problems';

/** Properties of shared parameters. */
export interface SharedParametersProps {
  /** What their names begin with, such as `/shop/dev`. */
  readonly path: string;

  /**
   * What is shared, by name: `{ TableName: table.tableName }` becomes `/shop/dev/TableName`. No secrets: they are kept in
   * plain text, and everybody who may read the stack sees them.
   */
  readonly values: Record<string, string>;

  /**
   * What they are for.
   *
   * @default - none
   */
  readonly description?: string;
}

// Standard parameters. Source: AWS Systems Manager User Guide, parameter names and tiers.
const MAX_VALUE = 4096;
const PATH_PATTERN = /^(\/[A-Za-z0-9_.-]+){1,14}$/;
const NAME_PATTERN = /^[A-Za-z0-9_.-]+$/;

/**
 * SSM parameters under one path. In contrast to an output that another stack imports, a parameter can change and go away
 * while somebody reads it, and stacks of different pipelines can share it; it is found in the same account and region.
 *
 * ```ts
 * new SharedParameters(network, 'Shared', { path: '/shop/dev', values: { VpcId: vpc.vpcId } });
 * const vpcId = SharedParameters.valueFor(api, '/shop/dev', 'VpcId');
 * ```
 */
export class SharedParameters extends Construct {
  /**
   * A value that another stack shares, which CloudFormation reads whenever it deploys the stack of `scope`. The stack that
   * writes it has to be there before: in one app, say so with `reader.addDependency(writer)`.
   *
   * @param scope where it is used
   * @param path what the parameters' names begin with
   * @param name the value's name
   * @returns a token
   */
  public static valueFor(scope: Construct, path: string, name: string): string {
    refuse(scope, namingProblems(path, [name]));
    return StringParameter.valueForStringParameter(scope, `${path}/${name}`);
  }

  /** The parameters, by the name of their value. */
  public readonly parameters: Record<string, StringParameter>;

  /**
   * @param scope where they belong
   * @param id its id
   * @param props what is shared
   * @throws one error named `PatternError` that lists every mistake
   */
  public constructor(scope: Construct, id: string, props: SharedParametersProps) {
    super(scope, id);
    const { path, values, description } = props;
    refuse(this, [...namingProblems(path, Object.keys(values)), ...valueProblems(values)]);
    this.parameters = Object.fromEntries(
      Object.entries(values).map(([name, stringValue]) => [
        name,
        new StringParameter(this, name, {
          parameterName: `${path}/${name}`,
          stringValue,
          ...(description === undefined ? {} : { description }),
        }),
      ]),
    );
  }

  /**
   * Lets somebody read the parameters while it runs; stacks that use `valueFor` need nothing.
   *
   * @param grantee who
   */
  public grantRead(grantee: IGrantable): void {
    for (const parameter of Object.values(this.parameters)) parameter.grantRead(grantee);
  }
}

function namingProblems(path: string, names: readonly string[]): string[] {
  const problems: string[] = [];
  if (!PATH_PATTERN.test(path)) {
    problems.push(`path ${JSON.stringify(path)} is none; it looks like "/shop/dev", and does not end in a slash.`);
  }
  if (/^\/(aws|ssm)/i.test(path)) problems.push(`path ${JSON.stringify(path)}: names cannot begin with aws or ssm.`);
  for (const name of names.filter((each) => !NAME_PATTERN.test(each))) {
    problems.push(`name ${JSON.stringify(name)} has other characters than letters, digits, "_", "." and "-".`);
  }
  return problems;
}

function valueProblems(values: Record<string, string>): string[] {
  if (Object.keys(values).length === 0) return ['values is empty. Give at least one.'];
  return Object.entries(values).flatMap(([name, value]) => {
    if (value === '') return [`the value of ${name} is empty, which SSM refuses.`];
    if (!Token.isUnresolved(value) && value.length > MAX_VALUE) {
      return [`the value of ${name} has ${String(value.length)} characters; SSM takes ${String(MAX_VALUE)}.`];
    }
    return [];
  });
}
