import type { Person } from '../access/access.ts';
import type { Organization } from '../org/org.ts';

/** The groups of the menu, in order. */
const groups = ['Results', 'Work', 'Setup'] as const;
type Group = (typeof groups)[number];

/** A menu item. `href` is undefined for a person who cannot open the page. */
export interface NavItem {
  group: Group;
  label: string;
  href: (person: Person, organization: Organization) => string | undefined;
}

/** A group as one person sees it. */
export interface MenuGroup {
  group: Group;
  items: { label: string; href: string }[];
}

/** The menu as the person sees it, without empty groups. */
export function menuFor(navItems: NavItem[], person: Person, organization: Organization): MenuGroup[] {
  const itemsOf = (group: Group) =>
    navItems
      .filter((item) => item.group === group)
      .flatMap(({ label, href }) => {
        const to = href(person, organization);
        return to === undefined ? [] : [{ label, href: to }];
      });
  return groups.map((group) => ({ group, items: itemsOf(group) })).filter(({ items }) => items.length > 0);
}
