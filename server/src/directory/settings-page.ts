import { html } from 'hono/html';
import { successMessage, errorSummary, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import { agencySettings, type AgencySetting } from '../org/org.ts';
import { directoryPath } from './paths.ts';

const labels: Record<AgencySetting, string> = {
  agency: 'Name of the agency',
  email: 'Email address',
  phone: 'Phone number',
  address: 'Mailing address',
  retention: 'How long responses are kept',
  hotline: 'Child abuse hotline',
  handbook: 'Ambassador Journey Handbook',
};

interface SettingsPage {
  given: Partial<Record<AgencySetting, string>>;
  errors: FieldError[];
  notice: string | undefined;
}

/** What the survey's pages say about the agency. */
export function settingsPage({ given, errors, notice }: SettingsPage): PageContent {
  const field = (name: AgencySetting) => {
    const texts = { name, label: labels[name], value: given[name] ?? '', hint: agencySettings[name], errors };
    return name === 'address' || name === 'retention' ? textArea({ ...texts, rows: 3 }) : textField(texts);
  };
  return {
    title: 'Settings',
    current: 'Directory',
    hasProblem: errors.length > 0,
    sub: html`What the survey’s pages tell customers about your agency, and where staff find the handbook. ·
      <a href="${directoryPath}">Directory</a>`,
    main: [
      errorSummary(errors),
      successMessage(notice, { saved: 'Saved. The pages show it now.' }),
      html`<form method="post" action="/console/settings">
        ${(Object.keys(agencySettings) as AgencySetting[]).map(field)}
        <div class="actions"><button>Save</button></div>
      </form>`,
    ],
  };
}
