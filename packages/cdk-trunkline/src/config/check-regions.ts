// Checks that everything that the configuration names can be reached from the toolchain account and its region.
import { quoted, type Mistakes } from './mistakes';
import { knownPartitionOf } from './partition';
import { CONNECTION_ARN } from './patterns';
import type { Place } from './place';
import { sourceTypeOf } from './source-keys';
import { SourceType } from './source-config';
import { TOOLING } from './stage-names';

/** Checks partitions, the connection's account, and the zones of VPCs, each against the toolchain account. */
export function checkRegions(config: Place, mistakes: Mistakes): void {
  const tooling = config.key('accounts').key(TOOLING);
  const home = tooling.key('region').text ?? '';
  const partition = knownPartitionOf(home);
  if (partition === undefined) return; // It was reported already, or is not there.
  for (const region of regionsOf(config)) {
    const other = knownPartitionOf(region.text ?? '');
    if (other !== undefined && other !== partition) {
      mistakes.add(
        region.path,
        `is in partition ${other}, but the toolchain account is in ${partition}; ${ONE_PARTITION}.`,
      );
    }
  }
  checkConnection(config, tooling, partition, mistakes);
  for (const zone of buildsOf(config).flatMap((build) => build.key('vpc').key('availability_zones').elements)) {
    const region = /^(?:[a-z]+-)+\d+/.exec(zone.text ?? '')?.[0];
    if (region !== undefined && region !== home) {
      mistakes.add(zone.path, `is in ${region}, but builds run in the toolchain account's region, ${home}.`);
    }
  }
}

const ONE_PARTITION =
  'roles and artifacts do not reach from one partition into another, so give each its own configuration';

function regionsOf(config: Place): Place[] {
  const accounts = config.key('accounts');
  return [
    ...accounts.names
      .filter((name) => name !== TOOLING)
      .flatMap((name) => [accounts.entry(name).key('region'), ...accounts.entry(name).key('regions').elements]),
    ...config.key('artifact_stores').key('regions').elements,
  ];
}

/** Every `build`, of the root, of the pipelines and of the stages. */
function buildsOf(config: Place): Place[] {
  const inside = ['pipelines', 'accounts'].map((key) => config.key(key));
  return [config, ...inside.flatMap((map) => map.names.map((name) => map.entry(name)))]
    .map((place) => place.key('build'))
    .filter((build) => build.isThere);
}

/**
 * A connection works in every region of its partition, wherever it was created, and in the accounts that it is shared
 * with. Sources: Developer Tools User Guide, "Global resources in AWS CodeConnections" and "Share connections with AWS
 * accounts", which excepts connections whose ARN says codestar-connections from sharing.
 */
function checkConnection(config: Place, tooling: Place, partition: string, mistakes: Mistakes): void {
  const arn = config.key('connection_arn');
  const parts = CONNECTION_ARN.exec(arn.text ?? '')?.groups;
  if (parts === undefined || sourceTypeOf(config) !== SourceType.CONNECTION) return;
  const [other = '', account = ''] = [parts['partition'], parts['account']];
  const home = tooling.key('account').text ?? '';
  const actual = knownPartitionOf(parts['region'] ?? '');
  if (actual !== undefined && actual !== other) {
    mistakes.add(arn.path, `names partition ${other}, but ${parts['region'] ?? ''} is a region of ${actual}.`);
  } else if (other !== partition) {
    mistakes.add(arn.path, `is in partition ${other}, but the toolchain account is in ${partition}; ${ONE_PARTITION}.`);
  } else if (parts['service'] === 'codestar-connections' && /^\d{12}$/.test(home) && account !== home) {
    mistakes.add(
      arn.path,
      `belongs to account ${quoted(account)}, but the toolchain account is ${quoted(home)}; only connections whose ARN ` +
        'says codeconnections can be shared with another account, so create one anew.',
    );
  }
}
