import type { Catalog } from '@heart-survey/shared/languages/catalog';
import type { GroupTexts } from '@heart-survey/shared/survey-form';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { askedGroups, groupName, type Department, type Organization } from '../org/org.ts';

type Groups = Pick<Organization, 'groups'>;
type Asking = Pick<Department, 'id' | 'asksGroup'>;

/** The question which customer group the respondent belongs to. Null if the department does not ask, or has no groups. */
export function groupTexts(groups: Groups, department: Asking, text: Catalog): GroupTexts | null {
  return questionOf(groups, department, text, ({ name }) => name);
}

/** The same for a page, which marks a name that is in another language. */
export function groupQuestion(groups: Groups, department: Asking, text: Catalog): GroupTexts | null {
  return questionOf(groups, department, text, ({ name, tag }) =>
    tag === text.tag ? name : html`<bdi lang="${tag}">${name}</bdi>`,
  );
}

function questionOf(
  groups: Groups,
  department: Asking,
  text: Catalog,
  show: (name: ReturnType<typeof groupName>) => Markup | string,
): GroupTexts | null {
  const asked = askedGroups(groups, department);
  if (asked.length === 0) return null;
  const options = asked.map(({ code, names }) => [code, show(groupName(names, text.tag))] as const);
  return { question: text.group, options: [...options, ['', text.noGroup]] };
}
