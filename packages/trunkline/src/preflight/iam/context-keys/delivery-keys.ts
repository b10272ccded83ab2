// The condition keys of the other services that a pipeline's actions call.
import { tagged, type ContextKey, type ServiceKeys } from './context-key.js';

const connectionKeys = (service: string): ServiceKeys => {
  const keyed = (name: string, ...actions: string[]): ContextKey => ({
    key: `${service}:${name}`,
    actions: actions.map((action) => `${service}:${action}`),
  });
  return {
    service,
    keys: [
      keyed('fullrepositoryid', 'useconnection'),
      keyed('branchname', 'useconnection'),
      keyed('ownerid', 'useconnection', 'getinstallationurl', 'listrepositories'),
      keyed('repositoryname', 'useconnection'),
      keyed('provideraction', 'useconnection'),
      keyed('providerpermissionsrequired', 'useconnection'),
      keyed('passedtoservice', 'passconnection', 'passrepository'),
      keyed('hostarn', 'createconnection', 'updateconnectioninstallation'),
    ],
  };
};

/** Sources: Service Authorization Reference, one page for each of the services. */
export const DELIVERY_KEYS: readonly ServiceKeys[] = [
  // Actions carry the prefix of the connection's ARN.
  connectionKeys('codestar-connections'),
  connectionKeys('codeconnections'),
  {
    service: 'cloudformation',
    keys: [
      { key: 'cloudformation:changesetname', actions: ['cloudformation:*changeset*'] },
      {
        key: 'cloudformation:rolearn',
        actions: [
          'cloudformation:create*',
          'cloudformation:update*',
          'cloudformation:delete*',
          'cloudformation:*rollback*',
        ],
      },
      {
        key: 'cloudformation:stackpolicyurl',
        actions: ['cloudformation:createstack', 'cloudformation:*stackpolicy', 'cloudformation:updatestack'],
      },
      {
        key: 'cloudformation:templateurl',
        actions: ['cloudformation:create*', 'cloudformation:update*', 'cloudformation:*template*'],
      },
      { key: 'cloudformation:resourcetypes', actions: ['cloudformation:create*', 'cloudformation:update*'] },
      { key: 'cloudformation:importresourcetypes', actions: ['cloudformation:createchangeset'] },
      { key: 'cloudformation:createaction', actions: ['cloudformation:*tagresource'] },
      { key: 'cloudformation:targetregion', actions: ['cloudformation:*stackset*', 'cloudformation:*stackinstances'] },
    ],
  },
  {
    service: 'ecr',
    keys: [{ key: 'ecr:resourcetag/', value: ({ resourceTags }, key) => tagged(resourceTags, key) }],
  },
  {
    service: 'sns',
    keys: [
      { key: 'sns:endpoint', actions: ['sns:subscribe', 'sns:receive'] },
      { key: 'sns:protocol', actions: ['sns:subscribe', 'sns:receive'] },
    ],
  },
  {
    service: 'events',
    keys: [
      { key: 'events:source', actions: ['events:putevents', 'events:putrule'] },
      { key: 'events:detail-type', actions: ['events:putevents', 'events:putrule'] },
      { key: 'events:detail.', actions: ['events:putrule'] },
      { key: 'events:targetarn', actions: ['events:puttargets'] },
      { key: 'events:eventbusinvocation', actions: ['events:putevents'] },
    ],
  },
  {
    service: 'lambda',
    keys: [
      { key: 'lambda:principal', actions: ['lambda:addpermission', 'lambda:removepermission'] },
      {
        key: 'lambda:functionurlauthtype',
        actions: ['lambda:*url*', 'lambda:addpermission', 'lambda:removepermission'],
      },
      { key: 'lambda:layer', actions: ['lambda:createfunction', 'lambda:updatefunctionconfiguration'] },
      { key: 'lambda:functionarn', actions: ['lambda:*eventsourcemapping*'] },
      // Functions have it in what they ask of any service.
      { key: 'lambda:sourcefunctionarn', actions: ['*'] },
    ],
  },
];
