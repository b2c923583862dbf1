import { html } from 'hono/html';
import { doneNote, problemSummary, textArea, textField, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import { agencySettings, type AgencySetting } from '../org/org.ts';

const labels: Record<AgencySetting, string> = {
  agency: 'Name of the agency',
  email: 'E-mail address',
  phone: 'Telephone number',
  address: 'Postal address',
  retention: 'How long answers are kept',
};

interface SettingsPage {
  given: Partial<Record<AgencySetting, string>>;
  wrong: FieldMistake[];
  notice: string | undefined;
}

/** What the survey's pages say of whose they are. */
export function settingsPage({ given, wrong, notice }: SettingsPage): Shown {
  const field = (name: AgencySetting) => {
    const texts = { name, label: labels[name], value: given[name] ?? '', hint: agencySettings[name], mistakes: wrong };
    return name === 'address' || name === 'retention' ? textArea({ ...texts, rows: 3 }) : textField(texts);
  };
  return {
    title: 'Settings',
    current: 'Directory',
    hasProblem: wrong.length > 0,
    sub: html`What the survey’s own pages say of whose they are. · <a href="/console/directory">Directory</a>`,
    main: [
      problemSummary(wrong),
      doneNote(notice, { saved: 'Saved. The pages say so from now on.' }),
      html`<form method="post" action="/console/settings">
        ${(Object.keys(agencySettings) as AgencySetting[]).map(field)}
        <div class="actions"><button>Save</button></div>
      </form>`,
    ],
  };
}
