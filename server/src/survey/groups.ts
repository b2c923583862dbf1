import type { Catalog } from '@heart-survey/shared/languages/catalog';
import type { GroupTexts } from '@heart-survey/shared/survey-form';
import { html } from 'hono/html';
import { groupName, offeredGroups, type Department, type Organization } from '../org/org.ts';

/** The question which customer group the respondent belongs to. Null if the department does not ask, or has no groups. */
export function groupTexts(
  { groups }: Pick<Organization, 'groups'>,
  { id, asksGroup }: Pick<Department, 'id' | 'asksGroup'>,
  text: Catalog,
): GroupTexts | null {
  const own = offeredGroups(groups, id);
  if (asksGroup !== 1 || own.length === 0) return null;
  const options = own.map(({ code, names }) => [code, groupName(names, text.tag).name] as const);
  return { question: text.group, options: [...options, ['', text.noGroup]] };
}

/** The same for a page, which marks a name that is in another language. */
export function groupQuestion(
  organization: Pick<Organization, 'groups'>,
  department: Pick<Department, 'id' | 'asksGroup'>,
  text: Catalog,
): GroupTexts | null {
  const texts = groupTexts(organization, department, text);
  if (texts === null) return null;
  const named = new Map(
    offeredGroups(organization.groups, department.id).map(({ code, names }) => [code, groupName(names, text.tag)]),
  );
  const options = texts.options.map(([code, name]) => {
    const { tag } = named.get(code) ?? text;
    return [code, tag === text.tag ? name : html`<bdi lang="${tag}">${name}</bdi>`] as const;
  });
  return { ...texts, options };
}
