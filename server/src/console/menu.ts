import type { Person } from '../access/access.ts';
import type { Directory } from '../org/org.ts';

/** The groups of the navigation, in their order. */
const groups = ['Results', 'Work', 'Setup'] as const;
type Group = (typeof groups)[number];

/** An item of the navigation; it has no address for a person who may not go there. */
export interface NavItem {
  group: Group;
  label: string;
  href: (person: Person, directory: Directory) => string | undefined;
}

/** What one person sees of a group. */
export interface MenuGroup {
  group: Group;
  items: { label: string; href: string }[];
}

/** The navigation as that person sees it: no group without an item. */
export function menuFor(navItems: NavItem[], person: Person, directory: Directory): MenuGroup[] {
  const itemsOf = (group: Group) =>
    navItems
      .filter((item) => item.group === group)
      .flatMap(({ label, href }) => {
        const to = href(person, directory);
        return to === undefined ? [] : [{ label, href: to }];
      });
  return groups.map((group) => ({ group, items: itemsOf(group) })).filter(({ items }) => items.length > 0);
}
