import { regionsFor, type Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { celebrate, findEvent } from './celebrate.ts';
import { celebrationRoute, queuePath } from './paths.ts';

const rule = { of: 'part', action: 'thanking' } as const;

/** Marking that an employee or a team, thanked for all five letters of HEART, was celebrated. */
export function celebrateRoutes(frame: Console, { db }: { db: Database }): void {
  frame.post(celebrationRoute, rule, async (visit) => {
    const { c, person, organization, department, now } = visit;
    const regions = regionsFor(person, 'thanking', organization, department);
    const id = /^\d{1,15}$/.test(c.req.param('id') ?? '') ? Number(c.req.param('id')) : undefined;
    const regionIds = regions.map(({ id }) => id);
    const event = id === undefined ? undefined : await findEvent(db, id, regionIds);
    const region = regions.find(({ id }) => id === event?.regionId);
    if (!event || !region) return frame.notFound(c);
    await celebrate(db, { event, region, by: person.id, at: now });
    return c.redirect(`${queuePath(department)}?notice=celebrated`, 303);
  });
}
