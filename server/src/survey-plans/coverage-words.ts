import type { Standing, StandingShown } from '@heart-survey/shared/standing';

const names: Record<Standing, string> = { exceeding: 'Exceeding', meeting: 'Meeting', failing: 'Failing' };

/** `Meeting, may be chance`. */
export function standingInWords({ standing, mayBeChance }: StandingShown): string {
  return mayBeChance ? `${names[standing]}, may be chance` : names[standing];
}
