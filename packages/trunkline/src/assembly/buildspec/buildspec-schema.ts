// The grammar of a buildspec. Every scalar is a string here, as the user wrote it: `1.10` stays `1.10`.
import { z } from 'zod';

const text = z.string('must be a text');

/** A list that may be written as a single text, as the CDK writes `files`. */
const texts = z.union([text.transform((one) => (one === '' ? [] : [one])), z.array(text)], 'must be a list of texts');

/** A YAML key without a value counts as absent. */
function orEmpty<T extends z.ZodType>(schema: T): z.ZodOptional<z.ZodPreprocess<z.ZodOptional<T>>> {
  return z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional()).optional();
}

const yesOrNo = z
  .enum(['yes', 'no', 'true', 'false', 'Yes', 'No', 'True', 'False', 'YES', 'NO', 'TRUE', 'FALSE'], 'must be yes or no')
  .transform((value) => ['yes', 'true'].includes(value.toLowerCase()));

const command = z.string(
  'must be a text; a command that holds ": " or begins with a special character needs quotes around it',
);
const commands = z.array(command, 'must be a list of commands');

const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name that a shell can hold');
const variables = z.record(variableName, z.string('must be a text'), {
  error: (issue) => (issue.code === 'invalid_key' ? 'is no name that a shell can hold' : 'must map names to texts'),
});

const onFailure = z
  .string()
  .regex(/^(ABORT|CONTINUE|RETRY(-.+)?)$/, 'must be ABORT, CONTINUE, RETRY or RETRY with a count and a pattern');

const phaseParts = { finally: commands.optional(), 'on-failure': onFailure.optional() };
const phase = z.looseObject(
  { ...phaseParts, commands: z.array(command, 'must be a list of commands; every phase but install needs one') },
  'must be a mapping with commands',
);
/** Only install may do without commands: it may hold runtime-versions alone. */
const installPhase = z.looseObject({ ...phaseParts, commands: commands.optional() }, 'must be a mapping');

const artifactParts = {
  'base-directory': text.optional(),
  'exclude-paths': texts.optional(),
  'discard-paths': yesOrNo.optional(),
  'enable-symlinks': yesOrNo.optional(),
};
const artifact = z.looseObject({ ...artifactParts, files: texts }, 'must be a mapping with files');

/** A buildspec as it is written. Keys that are not named here are kept, so that they can be reported. */
export const buildspecSchema = z.looseObject(
  {
    version: z.enum(['0.1', '0.2'], 'must be 0.1 or 0.2'),
    env: orEmpty(
      z.looseObject({
        shell: z.enum(['bash', '/bin/sh', 'sh'], 'must be bash or /bin/sh').optional(),
        variables: orEmpty(variables),
        'parameter-store': orEmpty(variables),
        'secrets-manager': orEmpty(variables),
        'exported-variables': texts.pipe(z.array(variableName)).optional(),
      }),
    ),
    phases: z.strictObject(
      {
        install: orEmpty(installPhase),
        pre_build: phase.optional(),
        build: phase.optional(),
        post_build: phase.optional(),
      },
      {
        error: (issue) =>
          issue.code === 'unrecognized_keys'
            ? `holds ${issue.keys.join(', ')}; the phases are install, pre_build, build and post_build`
            : 'must be a mapping of install, pre_build, build and post_build',
      },
    ),
    artifacts: orEmpty(
      z.looseObject({
        ...artifactParts,
        files: texts.optional(),
        'secondary-artifacts': orEmpty(z.record(z.string(), artifact, 'must map artifact names to mappings')),
      }),
    ),
    cache: orEmpty(
      z.looseObject({
        paths: texts.optional(),
        key: text.optional(),
        'fallback-keys': texts.pipe(z.array(text).max(5, 'holds more than five keys')).optional(),
        action: z.enum(['restore', 'save', 'both'], 'must be restore, save or both').optional(),
      }),
    ),
  },
  'must be a mapping with version and phases',
);

/** A buildspec as it is written, checked. */
export type WrittenBuildspec = z.infer<typeof buildspecSchema>;
