import { isoDay } from '@heart-survey/shared/dates';
import type { SurveyResponse } from '@heart-survey/shared/response';
import type { ApprovedCampaign, Known } from './lookup.ts';

/** The region of a response, and when it was received. */
interface Place {
  regionId: number;
  departmentId: number;
  /** The department's IANA zone. */
  zone: string;
  /** In milliseconds since the epoch. */
  at: number;
}

/** The customer group and the campaign of a response. Null for none, or one that cannot be counted. */
export interface Parts {
  groupId: number | null;
  campaignId: number | null;
}

/**
 * Finds the customer group and the campaign that a response names. One that is unknown, has ended, is not running, or
 * belongs to another department or region counts as absent and never costs an answer (docs/design.md §5).
 */
export function partsAmong({ groups, campaigns }: Pick<Known, 'groups' | 'campaigns'>) {
  return (response: Pick<SurveyResponse, 'group' | 'campaign'>, place: Place): Parts => {
    const group = groups.find(
      ({ code, departmentId, endedAt }) =>
        code === response.group && departmentId === place.departmentId && (endedAt === null || endedAt > place.at),
    );
    const campaign = campaigns.find(({ code }) => code === response.campaign);
    return {
      groupId: group?.id ?? null,
      campaignId: campaign !== undefined && isRunning(campaign, place) ? campaign.id : null,
    };
  };
}

/**
 * Whether an approved campaign counts a region's response: from the start of its first day to the end of its last, in the
 * department's zone.
 */
function isRunning(campaign: ApprovedCampaign, { regionId, departmentId, zone, at }: Place): boolean {
  const today = isoDay(at, zone);
  return (
    campaign.departmentId === departmentId &&
    (campaign.regionId === null || campaign.regionId === regionId) &&
    campaign.startsOn <= today &&
    today <= campaign.endsOn
  );
}
