import type { Config } from '../config.ts';
import { withoutSecrets } from '../database/database.ts';
import { version } from '../version.ts';

/**
 * The first log line: the running version and its settings. Every setting must be listed here, to decide whether people
 * who read logs may see it. For a secret, only whether it is set.
 */
export function startLine(config: Config, port: number) {
  const shown: Record<Exclude<keyof Config, 'moveAuthToken'>, unknown> = {
    port,
    host: config.host,
    hasSocket: config.hasSocket,
    baseUrl: config.baseUrl,
    databaseUrl: withoutSecrets(config.databaseUrl),
    databaseAuthToken: isSet(config.databaseAuthToken),
    signingKeyFile: config.signingKeyFile,
    trustProxy: config.trustProxy,
    rateLimit: config.rateLimit,
    languages: config.languages,
    frameAncestors: config.frameAncestors,
    smtpUrl: config.smtpUrl === undefined ? isSet(undefined) : withoutSecrets(config.smtpUrl),
    mailFrom: config.mailFrom,
    oidc: config.oidc === undefined ? isSet(undefined) : config.oidc.issuer,
    metricsToken: isSet(config.metricsToken),
    backupFolder: config.backupFolder ?? isSet(undefined),
    backupKeep: config.backupKeep,
  };
  return { version, node: process.version, config: shown };
}

function isSet(value: string | undefined): string {
  return value === undefined ? 'not set' : 'set';
}
