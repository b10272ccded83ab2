// Fn::Transform: a macro, which runs on AWS; refused with the reason.
import { intrinsicError, type Intrinsic } from './context.js';

/** `Fn::Transform` runs a Lambda function, or AWS::Include, which reads S3. */
export const transform: Intrinsic = (_argument, _context, path) => {
  throw intrinsicError('Fn::Transform', path, 'macros run on AWS and cannot be rehearsed; expand it at synthesis');
};
