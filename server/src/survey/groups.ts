import type { Catalog } from '@heart-survey/shared/languages/catalog';
import type { GroupTexts } from '@heart-survey/shared/survey-form';
import { askedGroups, groupName, type Department, type Organization } from '../org/org.ts';

/** The question which customer group the respondent belongs to. Null if the department does not ask, or has no groups. */
export function groupQuestion(
  groups: Pick<Organization, 'groups'>,
  department: Pick<Department, 'id' | 'asksGroup'>,
  text: Catalog,
): GroupTexts | null {
  const asked = askedGroups(groups, department);
  if (asked.length === 0) return null;
  const options = asked.map(({ code, names }) => {
    const { name, tag } = groupName(names, text.tag);
    return [code, name, tag] as const;
  });
  return { question: text.group, options: [...options, ['', text.noGroup, text.tag]] };
}
