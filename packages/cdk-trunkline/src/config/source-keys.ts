// The keys of `source`, and what they need of each other.
import type { Mistakes } from './mistakes';
import { BUCKET, OBJECT_KEY, REPOSITORY } from './patterns';
import type { Place } from './place';
import type { ObjectShape } from './shapes';
import { SourceTrigger, SourceType } from './source-config';

/** Which type of source a configuration has, so far as it can be told. */
export function sourceTypeOf(config: Place): unknown {
  return config.key('source').key('type').value ?? SourceType.CONNECTION;
}

/** `source`. */
export const SOURCE: ObjectShape = {
  kind: 'object',
  holds: 'the type of source and where it is',
  keys: [
    {
      name: 'type',
      shape: { kind: 'choice', values: Object.values(SourceType) },
      default: SourceType.CONNECTION,
      description: 'Which kind of source it is: a connection (CodeConnections), CodeCommit, or a zip file in S3.',
    },
    {
      name: 'repository',
      shape: REPOSITORY,
      otherwise: '`owner`/`repo` for a connection, `repo` for CodeCommit',
      description: 'The repository, where it is called otherwise; pipelines and stacks are still named after `repo`.',
    },
    {
      name: 'bucket',
      shape: BUCKET,
      required: isS3,
      missing: 'name the versioned bucket that holds the source',
      otherwise: 'none',
      description: 'The bucket of an S3 source. It has to have versioning switched on.',
    },
    {
      name: 'object_key',
      shape: OBJECT_KEY,
      required: isS3,
      missing: 'give the key of the zip file in the bucket, such as "services/{branch}.zip"',
      otherwise: 'none',
      description: "The zip file of an S3 source; `{branch}` in it stands for the pipeline's branch.",
    },
    {
      name: 'trigger',
      shape: { kind: 'choice', values: Object.values(SourceTrigger) },
      otherwise: "a connection's own webhook; `events` for CodeCommit, `poll` for S3",
      description: 'What starts the pipeline: an event, a look once a minute, or nobody but a person.',
    },
  ],
  also: checkSource,
  schema: {
    if: ofType(SourceType.S3),
    then: { required: ['bucket', 'object_key'], properties: { repository: false } },
    else: {
      properties: { bucket: false, object_key: false },
      if: ofType(SourceType.CODECOMMIT),
      then: { properties: { repository: { pattern: '^[^/]*$' } } },
      else: { properties: { repository: { pattern: '/' }, trigger: { const: SourceTrigger.NONE } } },
    },
  },
};

function ofType(type: SourceType): object {
  return { required: ['type'], properties: { type: { const: type } } };
}

function isS3(source: Place): boolean {
  return source.key('type').value === SourceType.S3;
}

function checkSource(source: Place, mistakes: Mistakes): void {
  const type = source.key('type').value ?? SourceType.CONNECTION;
  const [repository, bucket, objectKey, trigger] = [
    source.key('repository'),
    source.key('bucket'),
    source.key('object_key'),
    source.key('trigger'),
  ];
  if (type === SourceType.S3) {
    if (repository.isThere) mistakes.add(repository.path, 'has no meaning for an S3 source; leave it out.');
    return;
  }
  for (const each of [bucket, objectKey]) {
    if (each.isThere) mistakes.add(each.path, `belongs to a source of type "s3"; leave it out, or change "type".`);
  }
  if (type === SourceType.CONNECTION && (trigger.value === 'events' || trigger.value === 'poll')) {
    mistakes.add(trigger.path, 'a connection starts pipelines by its own webhook; leave it out, or use "none".');
  }
  const slashes = repository.text?.includes('/');
  if (type === SourceType.CODECOMMIT && slashes === true) {
    mistakes.add(repository.path, 'a CodeCommit repository has no owner; give its name alone.');
  } else if (type === SourceType.CONNECTION && slashes === false) {
    mistakes.add(repository.path, 'lacks the repository\'s owner; it looks like "example-org/services".');
  }
}
