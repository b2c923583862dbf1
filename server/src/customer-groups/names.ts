import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { nameOf } from '../access/access.ts';
import type { Form } from '../http/form.ts';
import { freeSlug, slugFrom, type CustomerGroup, type GroupNames } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';

/** How many groups the survey can offer. More would be a long question on a phone. */
export const maxGroups = 10;
export const tooMany = `The survey can offer at most ${maxGroups} groups. End one first.`;

/** The maximum length of a group's name, in UTF-16 units. Longer ones do not fit beside their radio button. */
const maxName = 60;

/** The name of a language's field. */
export function fieldOf({ tag }: Pick<Catalog, 'tag'>): string {
  return `name-${tag}`;
}

/**
 * The names that were typed, and what is wrong with them.
 * @param languages those that the survey is offered in. The first one is the installation's own, and needs a name.
 * @param before the names as stored: those in other languages stay.
 */
export function namesFrom(
  form: Form,
  languages: readonly Catalog[],
  before: GroupNames = {},
): { names: GroupNames; errors: FieldError[] } {
  const typed = languages.map((language) => ({ language, name: nameOf(form.text(fieldOf(language))) }));
  const given = typed.filter(({ name }) => name !== '').map(({ language, name }) => [language.tag, name]);
  const asked = new Set(languages.map(({ tag }) => tag));
  const others = Object.entries(before).filter(([tag]) => !asked.has(tag));
  return {
    names: Object.fromEntries([...given, ...others]) as GroupNames,
    errors: typed.flatMap(({ language, name }, index): FieldError[] => {
      const at = fieldOf(language);
      if (name === '' && index === 0) return [{ at, message: 'Enter a name.' }];
      return name.length > maxName ? [{ at, message: `Enter a name of ${maxName} characters or fewer.` }] : [];
    }),
  };
}

/** Another group of the department that has the same name in the installation's own language. */
export function sameName(groups: CustomerGroup[], tag: string, name: string): CustomerGroup | undefined {
  return groups.find(({ names }) => names[tag]?.toLowerCase() === name.toLowerCase());
}

/** The code in survey links, made from the first name. It never changes, because links stay in use for years. */
export function groupCode(name: string, taken: ReadonlySet<string>): string {
  return freeSlug(slugFrom(name) || 'group', taken);
}
