import { html } from 'hono/html';
import { doneNote, problemSummary, textArea, textField, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import { agencySettings, type AgencySetting } from '../org/org.ts';
import { directoryPath } from './paths.ts';

const labels: Record<AgencySetting, string> = {
  agency: 'Name of the agency',
  email: 'Email address',
  phone: 'Phone number',
  address: 'Mailing address',
  retention: 'How long responses are kept',
};

interface SettingsPage {
  given: Partial<Record<AgencySetting, string>>;
  mistakes: FieldMistake[];
  notice: string | undefined;
}

/** What the survey's pages say about the agency. */
export function settingsPage({ given, mistakes, notice }: SettingsPage): Shown {
  const field = (name: AgencySetting) => {
    const texts = { name, label: labels[name], value: given[name] ?? '', hint: agencySettings[name], mistakes };
    return name === 'address' || name === 'retention' ? textArea({ ...texts, rows: 3 }) : textField(texts);
  };
  return {
    title: 'Settings',
    current: 'Directory',
    hasProblem: mistakes.length > 0,
    sub: html`What the survey’s pages tell customers about your agency. · <a href="${directoryPath}">Directory</a>`,
    main: [
      problemSummary(mistakes),
      doneNote(notice, { saved: 'Saved. The survey’s pages show it now.' }),
      html`<form method="post" action="/console/settings">
        ${(Object.keys(agencySettings) as AgencySetting[]).map(field)}
        <div class="actions"><button>Save</button></div>
      </form>`,
    ],
  };
}
