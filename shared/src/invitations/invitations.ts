import ar from './ar.json' with { type: 'json' };
import { en } from './en.ts';
import es from './es.json' with { type: 'json' };
import fa from './fa.json' with { type: 'json' };
import type { InvitationTexts } from './invitation-texts.ts';
import ko from './ko.json' with { type: 'json' };
import so from './so.json' with { type: 'json' };
import tl from './tl.json' with { type: 'json' };
import vi from './vi.json' with { type: 'json' };
import zhHans from './zh-Hans.json' with { type: 'json' };
import zhHant from './zh-Hant.json' with { type: 'json' };

/** The fixed sentences of invitations, by the same tags as the survey's catalogs. */
export const invitationCatalogs: Readonly<Record<string, InvitationTexts>> = {
  en,
  es,
  ar,
  'zh-Hans': zhHans,
  'zh-Hant': zhHant,
  tl,
  ko,
  fa,
  so,
  vi,
};

/** The texts in that language, or in English in one that has none, such as one that a test adds. */
export function invitationTexts({ tag }: { tag: string }): InvitationTexts {
  return invitationCatalogs[tag] ?? en;
}
