import type { Config } from '../config.ts';
import { withoutSecrets } from '../database/database.ts';
import { version } from '../version.ts';

/**
 * What the log says at the start: which version runs, and on what. Every setting has to be named here, and so it is
 * decided of each whether it may be read by whoever reads logs; of a secret only whether it is set.
 */
export function startLine(config: Config, port: number) {
  const said: Record<Exclude<keyof Config, 'moveAuthToken'>, unknown> = {
    port,
    host: config.host,
    hasSocket: config.hasSocket,
    baseUrl: config.baseUrl,
    databaseUrl: withoutSecrets(config.databaseUrl),
    databaseAuthToken: isSet(config.databaseAuthToken),
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
  return { version, node: process.version, config: said };
}

function isSet(value: string | undefined): string {
  return value === undefined ? 'not set' : 'set';
}
