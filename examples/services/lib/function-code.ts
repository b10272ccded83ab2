// The code of the functions: a file of `lambda/`, bundled at synth together with all that it imports.
import { join } from 'node:path';
import { LogLevel } from 'aws-cdk-lib/aws-lambda-nodejs';
import { FunctionCode } from 'cdk-trunkline';
import { PROJECT_FOLDER } from './names';

/** The code of the function in a file of `lambda/`. */
export function functionCode(file: string): FunctionCode {
  // esbuild would otherwise tell the size of each bundle.
  return FunctionCode.fromEntry(join(PROJECT_FOLDER, 'lambda', file), { bundling: { logLevel: LogLevel.WARNING } });
}
