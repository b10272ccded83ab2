// Scalars as CloudFormation takes them: it reads "true" as true and 60 as "60", and templates hold both.
import { z } from 'zod';

/** A string, or a number or boolean that the service's API gets as one. */
export const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** A boolean, or the word for it. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

/** A whole number, or its digits. */
export const whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
