import { commit } from '../database/database.ts';
import {
  agencySettings,
  problemOfSetting,
  readAgency,
  settingOf,
  writeSetting,
  type AgencySetting,
} from '../org/org.ts';
import { UserError, type Command } from './command.ts';

const names = Object.keys(agencySettings) as AgencySetting[];

export const settingsCommand: Command = {
  name: 'settings',
  summary: 'Show or change the agency’s settings. An empty value clears a setting.',
  options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  run: async ({ db, options, terminal }) => {
    const changes = names.filter((name) => options[name] !== undefined);
    const given = changes.map((name) => ({ name, text: settingOf(String(options[name])) }));
    for (const { name, text } of given) {
      const problem = problemOfSetting(name, text);
      if (problem !== undefined) throw new UserError(`--${name}: ${problem}`);
    }
    if (given.length > 0) {
      await commit(
        db,
        given.map(({ name, text }) => writeSetting(name, text || null)),
      );
    }
    const agency = await readAgency(db);
    for (const name of names) terminal.out(`${name.padEnd(10)} ${agency[name] ?? `(not set) ${agencySettings[name]}`}`);
    return 0;
  },
};
