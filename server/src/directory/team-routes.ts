import { audited, commitChange } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import { commit, isConstraint, type Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import type { Region } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { teamChanged, teamEntry } from './changes.ts';
import { anyRegion, rules, teamPath } from './paths.ts';
import { readName } from './records.ts';
import type { ShowRegion } from './region-routes.ts';
import { teamPage } from './team-page.ts';
import {
  changeTeam,
  contactsOf,
  employeesToChoose,
  endTeam,
  findTeam,
  insertTeam,
  memberIds,
  restoreTeam,
  teamsOf,
  type Choosable,
  type ListedTeam,
  type Team,
  type TeamContent,
} from './team-queries.ts';

interface TeamVisit extends Visit {
  team: Team;
  region: Region;
}

type TeamForm = TeamVisit & { form: Form };
type ShowTeam = (
  visit: TeamVisit,
  rejected?: { errors: FieldError[]; content: TeamContent },
  status?: 200 | 400 | 409,
) => Promise<Response>;

/** Adding a team to a region, renaming it, choosing its members, ending it, and restoring it. */
export function teamRoutes(frame: Console, db: Database, showRegion: ShowRegion): void {
  frame.post(`${anyRegion}/teams`, rules.region, addTeam(db, showRegion));

  const path = teamPath(':team');
  const show = teamShower(frame, db);
  const post = (below: string, take: (visit: TeamForm) => Promise<Response>) =>
    frame.post(`${path}${below}`, rules.directory, async (visit) => {
      const found = await teamOf(db, visit);
      return found ? take({ ...visit, ...found }) : frame.notFound(visit.c);
    });
  frame.get(path, rules.directory, async (visit) => {
    const found = await teamOf(db, visit);
    return found ? show({ ...visit, ...found }) : frame.notFound(visit.c);
  });
  post('', saveTeam(db, show));
  post('/ending', (visit) => move(db, visit, endTeam(visit.team.id, visit.now), 'ended'));
  post('/return', (visit) => move(db, visit, restoreTeam(visit.team.id), 'back'));
}

/** The team that the path names, with its region; undefined if there is none. */
async function teamOf(db: Database, { c, organization }: Visit) {
  const given = c.req.param('team') ?? '';
  const team = /^\d{1,15}$/.test(given) ? await findTeam(db, Number(given)) : undefined;
  const region = organization.regions.find(({ id }) => id === team?.regionId);
  return team && region && { team, region };
}

function addTeam(db: Database, showRegion: ShowRegion) {
  return async (visit: Visit & { region: Region; form: Form }) => {
    const { c, form, person, now, region } = visit;
    const typed = form.text('team');
    const reject = (errors: FieldError[]) => showRegion(visit, { errors, team: typed });
    const { name, errors } = readName('team', typed);
    if (errors.length > 0) return reject(errors);
    const taken = nameTaken('team', name, await teamsOf(db, region.id));
    if (taken.length > 0) return reject(taken);
    try {
      const entry = audited({ personId: person.id, ...teamEntry(region, name, 'team added') }, now);
      await commit(db, [insertTeam(region.id, name, now), entry]);
    } catch (error) {
      // Someone else added it at the same moment.
      if (!isConstraint(error)) throw error;
      return reject(nameTaken('team', name, await teamsOf(db, region.id)));
    }
    const added = (await teamsOf(db, region.id)).find((team) => team.name === name)!;
    return c.redirect(`${teamPath(added.id)}?notice=added`, 303);
  };
}

function nameTaken(at: string, name: string, teams: Pick<ListedTeam, 'name' | 'endedAt'>[]): FieldError[] {
  const same = teams.find((team) => team.name.toLowerCase() === name.toLowerCase());
  if (!same) return [];
  const message =
    same.endedAt === null
      ? 'Another team in this region already has this name.'
      : 'This region had a team with this name, which was ended. Restore that team instead.';
  return [{ at, message }];
}

function teamShower(frame: Console, db: Database): ShowTeam {
  return async (visit, rejected, status = 200) => {
    const { team, region, c } = visit;
    const [employees, members] = await Promise.all([employeesToChoose(db, region.id), memberIds(db, team.id)]);
    const stored = { name: team.name, members };
    const { errors, content } = rejected ?? { errors: [], content: stored };
    const notice = c.req.query('notice');
    return frame.page(visit, teamPage({ team, region, employees, content, stored, errors, notice }), status);
  };
}

function saveTeam(db: Database, show: ShowTeam) {
  return async (visit: TeamForm) => {
    const { c, form, team, region } = visit;
    const [employees, members, teams] = await Promise.all([
      employeesToChoose(db, region.id),
      memberIds(db, team.id),
      teamsOf(db, region.id),
    ]);
    const content = { name: form.text('name'), members: chosenIn(form, employees) };
    const { name, errors } = readName('name', content.name);
    const taken = nameTaken(
      'name',
      name,
      teams.filter(({ id }) => id !== team.id),
    );
    if (errors.length + taken.length > 0) return show(visit, { errors: [...errors, ...taken], content }, 400);
    const stored = { name: team.name, members };
    const isSeen = form.text('was') === stored.name && form.text('before') === members.join(' ');
    const wanted = { name, members: content.members };
    if (isSame(stored, wanted) || (isSeen && (await change(db, visit, stored, wanted)))) {
      return c.redirect(`${teamPath(team.id)}?notice=saved`, 303);
    }
    return afterOthers(db, show, visit, wanted);
  };
}

/** The employees whose boxes are checked, in order. */
function chosenIn(form: Form, employees: Choosable[]): number[] {
  const given = new Set(form.all('member'));
  return employees
    .map(({ id }) => id)
    .filter((id) => given.has(String(id)))
    .toSorted((one, other) => one - other);
}

const isSame = (one: TeamContent, other: TeamContent) =>
  one.name === other.name && one.members.join(' ') === other.members.join(' ');

/** @returns false if someone else changed the team, or gave another team the name, in the meantime. */
async function change(db: Database, { team, region, person, now }: TeamVisit, seen: TeamContent, wanted: TeamContent) {
  const employees = await contactsOf(db, [...seen.members, ...wanted.members]);
  const entry = { at: now, personId: person.id, ...teamChanged(region, seen, wanted, employees) };
  const [update, ...members] = changeTeam(team.id, seen, wanted);
  try {
    return await commitChange(db, update, entry, ...members);
  } catch (error) {
    if (!isConstraint(error)) throw error;
    return false;
  }
}

/** Someone else was first, or the same form was sent twice. */
async function afterOthers(db: Database, show: ShowTeam, visit: TeamForm, content: TeamContent) {
  const team = (await findTeam(db, visit.team.id))!;
  const stored = { name: team.name, members: await memberIds(db, team.id) };
  if (isSame(stored, content)) return visit.c.redirect(`${teamPath(team.id)}?notice=saved`, 303);
  const message =
    team.endedAt === null
      ? 'Someone else changed this team after you opened this page. Check it and save again.'
      : 'This team was ended, so nothing was saved. Restore it to change it.';
  return show({ ...visit, team }, { errors: [{ at: '', message }], content }, 409);
}

/** Ends the team or restores it, once. */
async function move(db: Database, visit: TeamForm, statement: Statement, notice: 'ended' | 'back') {
  const { c, team, region, person, now } = visit;
  const entry = teamEntry(region, team.name, notice === 'ended' ? 'team ended' : 'team restored');
  await commitChange(db, statement, { at: now, personId: person.id, ...entry });
  return c.redirect(`${teamPath(team.id)}?notice=${notice}`, 303);
}
