import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { aCampaign, campaignsAt } from '../../test/campaigns.ts';
import { aCollector, aResponse, count, send, type TestCollector } from '../../test/collector.ts';
import { contents } from '../../test/contents.ts';
import { row, text } from '../../test/console-page.ts';
import { readCsv } from '../../test/csv.ts';
import { aMailServer } from '../../test/mail-server.ts';
import { aPerson, sendForm, signIn, type Staff } from '../../test/staff.ts';
import { fileOf } from '../database/database.ts';
import { jobsOf } from '../jobs/jobs.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const words = 'Please tell us how we did.';

/** Addresses of people who are in nothing else. */
const people = (n: number) => Array.from({ length: n }, (_, index) => `guest${index + 10}@partner.example.org`);

/** A collector with a mail server, and an ambassador with a running campaign. */
async function aScene(env: Record<string, string> = {}) {
  const mail = await aMailServer();
  const collector = await aCollector({ SMTP_URL: mail.url, MAIL_FROM: 'survey@example.gov', ...env });
  const ambassador = await aPerson(collector, 'ambassador');
  const campaign = await aCampaign(collector, ambassador);
  return {
    mail,
    collector,
    ambassador,
    ...campaign,
    invitations: `${campaign.path}/invitations`,
    [Symbol.asyncDispose]: async () => {
      await collector[Symbol.asyncDispose]();
      await mail[Symbol.asyncDispose]();
    },
  };
}

/** Previews the next email. @returns what the page says, and which list it is for. */
async function previewNext(person: Staff, invitations: string, position: number, fields = {}) {
  const { body } = await person.post(invitations, { text: words, position: String(position), ...fields });
  return { says: text(body), listed: /name="listed" value="([^"]+)"/.exec(body)?.[1] ?? '' };
}

/** Sends the next email. @returns the status of the answer. */
async function sendNext(person: Staff, invitations: string, position: number, fields = {}): Promise<number> {
  const { listed } = await previewNext(person, invitations, position, fields);
  const sent = { text: words, position: String(position), listed, do: 'send', ...fields };
  return (await person.post(invitations, sent)).status;
}

/** Runs the hourly job that deletes what is old. */
async function purge({ db, clock, env }: TestCollector): Promise<void> {
  const log = { info: () => {}, error: () => {} };
  const config = { databaseUrl: env['DATABASE_URL']!, backupFolder: undefined, backupKeep: 1 };
  await jobsOf({ db, clock: () => clock.now, log, config })
    .find(({ name }) => name === 'purge')!
    .run();
}

const finished = ({ db }: TestCollector) => count(db, "outbox WHERE kind LIKE 'campaign-%' AND state <> 'waiting'");

test('invites a list of at least 11 people, with two reminders at most, and the same link for everyone', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador, invitations, code, path } = scene;
  const add = (addresses: string) => ambassador.post(`${invitations}/list`, { addresses });
  expect(text((await add('rosa@, =1+1\nrosa@example.org')).body)).toContain('not email addresses: rosa@, =1+1');
  await add(people(9).join('\n'));
  await add(`Diaz, Rosa <ROSA@example.org>; ${people(3).join(', ')}`);
  expect(text((await ambassador.get(invitations)).body)).toContain('10 addresses.');
  expect(await sendNext(ambassador, invitations, 0)).toBe(409);
  expect((await add('eleventh@example.org')).status).toBe(303);
  mail.faults.refused.add('rosa@example.org');

  const { says, listed } = await previewNext(ambassador, invitations, 0);
  expect(says).toMatch(/Invitation: preview .* Send 11 emails/);
  // Another list of the same length is not the one that was shown.
  await ambassador.post(`${invitations}/removal`, { email: 'eleventh@example.org', mistake: 'yes' });
  await add('other@example.org');
  expect(await sendNext(ambassador, invitations, 0, { listed })).toBe(409);
  expect(await sendNext(ambassador, invitations, 0)).toBe(303);
  expect(await sendNext(ambassador, invitations, 0, { listed }), 'sent twice').toBe(409);
  await expect.poll(() => finished(collector)).toBe(11);
  expect(mail.emails).toHaveLength(10);
  const [first] = mail.emails;
  expect(first).toMatchObject({
    headers: { subject: ['How are we doing? Lobby week'], 'reply-to': [ambassador.email] },
  });
  expect(first!.text).toContain(`/s/central?campaign=${code}\r\n`);
  expect(first!.text).toContain('We delete the list with your address on September 29, 2026.');
  expect(new Set(mail.emails.map(({ text }) => text)).size, 'texts').toBe(1);
  expect(new Set(mail.emails.map(({ to }) => to.join())).size, 'recipients').toBe(10);
  const sent = (await ambassador.get(invitations)).body;
  expect(row(sent, 'Invitation').slice(1)).toEqual([
    '11',
    '1',
    '10 sent, 0 waiting, 0 unsure Text of the invitation Please tell us how we did.',
  ]);
  expect(text(sent)).toContain('Not delivered (1) rosa@example.org');
  // How many were invited is now known.
  expect(text((await ambassador.get(path)).body)).toContain(
    'Fewer than 11 responses and 11 people invited. Answers may include others.',
  );

  expect((await add('late@example.org')).status, 'closed list').toBe(409);
  const notListed = { email: 'nobody@example.org', mistake: 'yes' };
  expect((await ambassador.post(`${invitations}/removal`, notListed)).status).toBe(400);
  expect(await sendNext(ambassador, invitations, 1)).toBe(303);
  expect(await sendNext(ambassador, invitations, 2)).toBe(303);
  expect(await sendNext(ambassador, invitations, 3)).toBe(409);
  await expect.poll(() => finished(collector)).toBe(33);
  expect(mail.emails.at(-1)!.text).toContain('Ignore this if you have answered.');
  expect(mail.emails.at(-1)!.text).toContain('This is the last reminder.');

  // Someone asks to be taken off the list.
  expect((await ambassador.post(`${invitations}/removal`, { email: 'guest10@partner.example.org' })).status).toBe(303);
  expect(JSON.stringify(await contents(collector.db))).not.toContain('guest10@');
  expect(await finished(collector)).toBe(30);
});

test('sends nothing without the right, before the campaign starts, or after it was ended', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador } = scene;
  const later = await aCampaign(collector, ambassador, { startsOn: '2026-08-18', name: 'Tomorrow' });
  const addresses = people(11).join(',');
  for (const path of [scene.path, later.path]) {
    expect((await ambassador.post(`${path}/invitations/list`, { addresses })).status).toBe(303);
  }
  const junior = await aPerson(collector, 'junior');
  for (const path of ['', '/list', '/removal', '/deletion']) {
    expect((await junior.post(scene.invitations + path, { addresses, text: words })).status, path).toBe(404);
  }
  expect((await junior.get(scene.invitations)).status).toBe(404);
  expect(await sendNext(ambassador, `${later.path}/invitations`, 0)).toBe(409);
  mail.faults.greylisted = 11;
  expect(await sendNext(ambassador, scene.invitations, 0)).toBe(303);
  await expect.poll(() => count(collector.db, 'outbox WHERE problem IS NOT NULL')).toBe(11);
  await ambassador.post(`${scene.path}/end`, { reason: 'The lobby is closed.' });
  collector.clock.now += hour;
  await collector.restart();
  expect(await count(collector.db, 'outbox')).toBe(0);
  expect(mail.emails).toEqual([]);
  const again = await signIn(collector, ambassador.email);
  expect(row((await again.get(scene.invitations)).body, 'Invitation').slice(1, 3)).toEqual(['11', '0']);
  expect(await sendNext(again, scene.invitations, 1)).toBe(409);
});

test('invites no one to a campaign that has responses, since its earlier figures could be subtracted', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador, invitations, id } = scene;
  await ambassador.post(`${invitations}/list`, { addresses: people(11).join() });
  const hint = 'send the invitation before you share the link or hang up the poster.';
  const hinted = async () => {
    const pages = await Promise.all([scene.path, invitations].map((path) => ambassador.get(path)));
    return pages.map(({ body }) => text(body).includes(hint));
  };
  expect(await hinted()).toEqual([true, true]);
  const { listed } = await previewNext(ambassador, invitations, 0);
  await send(collector, aResponse());
  await collector.db.$client.execute(`UPDATE response SET campaign_id = ${id}`);
  expect((await ambassador.post(invitations, { text: words, position: '0', listed, do: 'send' })).status).toBe(409);
  const page = await ambassador.get(invitations);
  expect(text(page.body)).toContain('This campaign has responses already, so no one can be invited to it by email');
  expect(page.body).not.toContain('name="addresses"');
  expect(await hinted()).toEqual([false, false]);
  // Excluding it and including it again later is no way around it.
  await collector.db.$client.execute('UPDATE response SET excluded_at = 1');
  expect((await ambassador.post(invitations, { text: words, position: '0', listed, do: 'send' })).status).toBe(409);
  expect(mail.emails).toEqual([]);
});

test('withholds the ratings of those invited by email until the campaign is over and 11 have answered', async () => {
  await using scene = await aScene();
  const { collector, ambassador, id, path } = scene;
  await ambassador.post(`${scene.invitations}/list`, { addresses: people(12).join('\n') });
  await sendNext(ambassador, scene.invitations, 0);
  const answer = async () => {
    await send(collector, aResponse({ rating: 5 }));
    await collector.db.$client.execute(`UPDATE response SET campaign_id = ${id}`);
  };
  await ambassador.post(`${path}/numbers`, { goal: '12', invited: '12' });
  const listed = async () => row((await ambassador.get(campaignsAt)).body, 'Lobby week')[3];
  const none = text((await ambassador.get(path)).body);
  for (let n = 0; n < 10; n++) await answer();
  const few = text((await ambassador.get(path)).body);
  expect(few).toMatch(/Responses Fewer than 11 The goal is 12\. .* Response rate – Fewer than 11 responses and 12 /);
  expect(few).toMatch(/ Average – Shown once the campaign is over and has 11/);
  expect(few, 'one answer is not seen').toBe(none);
  expect(await listed()).toBe('Fewer than 11 of 12');
  for (let n = 10; n < 12; n++) await answer();
  const running = text((await ambassador.get(path)).body);
  expect(running).toMatch(
    /Responses 11 or more The goal is 12\. .* Response rate 91% or more 11 or more responses and 12 /,
  );
  expect(running).toMatch(/ Average – Shown once/);
  expect(few + running).not.toContain('5.00');
  expect(await listed()).toBe('11 or more of 12');
  await ambassador.post(`${path}/end`, { reason: 'Enough.' });
  expect(text((await ambassador.get(path)).body)).toMatch(
    /Responses 12 The goal of 12 is reached\. Response rate 100% 12 /,
  );
  expect(await listed()).toBe('12 of 12');
  expect(text((await ambassador.get(path)).body)).toContain('Average 5.00 n 72');
  // By region too: the ratings of all but one would tell those of the last.
  await collector.db.$client.execute('UPDATE campaign SET region_id = NULL');
  expect(text((await ambassador.get(path)).body)).toContain('Central Region 12 5.00 72');
  await send(collector, aResponse({ rating: 1, region: 'east' }));
  await collector.db.$client.execute(`UPDATE response SET campaign_id = ${id}`);
  const both = text((await ambassador.get(path)).body);
  expect(both).toContain('Central Region 12 withheld East Region 1 withheld');
  expect(both).toContain('Average 4.69 n 78');
  // Someone who sees one region sees no ratings then: the total less these would be one person's.
  const junior = text((await (await aPerson(collector, 'junior')).get(path)).body);
  expect(junior).toContain('Ratings are shown once the campaign is over and each region with responses has 11');
  expect(junior).not.toContain('5.00');
  // Once a part is deleted for its age, the rest could be subtracted from what was shown before.
  await collector.db.$client.execute(
    "INSERT INTO purged_quarter (department_id, quarter, purged_at) VALUES (1, '2026-07', 1)",
  );
  const purged = text((await ambassador.get(path)).body);
  expect(purged).toContain('Average – No longer shown, because some of the responses were deleted for their age');
  expect(purged).not.toContain('4.69');
});

test('60 invitations do not keep a sign-in link waiting', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador } = scene;
  await ambassador.post(`${scene.invitations}/list`, { addresses: people(60).join('\n') });
  Object.assign(mail.faults, { at: 'recipient', does: 'hang' });
  await sendNext(ambassador, scene.invitations, 0);
  await expect.poll(() => mail.hanging()).toBe(1);
  await sendForm(collector, '/console/forgotten', { email: ambassador.email });
  await expect.poll(() => count(collector.db, "outbox WHERE kind = 'reset'")).toBe(1);
  mail.resume();
  await expect.poll(() => mail.emails.findIndex(({ to }) => to[0] === ambassador.email)).not.toBe(-1);
  expect(mail.emails.findIndex(({ to }) => to[0] === ambassador.email)).toBe(1);
});

test('a mail server that cannot be reached for an invitation is still tried for other emails', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador } = scene;
  await ambassador.post(`${scene.invitations}/list`, { addresses: people(11).join('\n') });
  Object.assign(mail.faults, { at: 'greeting', does: 'hang' });
  await sendNext(ambassador, scene.invitations, 0);
  await expect.poll(() => mail.hanging()).toBe(1);
  // Another collector queues it, which wakes no one here.
  await collector.db.$client
    .execute(`INSERT INTO outbox (id, kind, cause, created_at, next_at, expires_at, message_id) SELECT 'other', 'test',
    'person:' || id, ${collector.clock.now}, 0, ${collector.clock.now + day}, '<other@example.gov>' FROM person
    WHERE email = '${ambassador.email}'`);
  mail.resume();
  Object.assign(mail.faults, { at: 'recipient', does: 'die' });
  await expect.poll(() => count(collector.db, "outbox WHERE kind = 'test' AND attempts = 1")).toBe(1);
  await expect.poll(() => count(collector.db, "outbox WHERE problem = 'unreachable'")).toBe(2);
  expect(await count(collector.db, "outbox WHERE state = 'waiting' AND attempts = 0")).toBe(10);
});

test('keeps 11 on the list while emails wait, and counts as not delivered only what was tried', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador, invitations } = scene;
  const everyone = people(12);
  await ambassador.post(`${invitations}/list`, { addresses: everyone.join('\n') });
  mail.faults.greylisted = 12;
  await sendNext(ambassador, invitations, 0);
  await expect.poll(() => count(collector.db, "outbox WHERE problem = 'deferred'")).toBe(12);
  const remove = (email: string) => ambassador.post(`${invitations}/removal`, { email });
  expect((await remove(everyone[0]!)).status).toBe(303);
  const refused = await remove(everyone[1]!);
  expect(refused.status).toBe(409);
  expect(text(refused.body)).toContain('fewer than 11 addresses would be left');
  expect(refused.body).toMatch(/<details open>[^]*value="guest11@/);
  expect(await count(collector.db, 'campaign_recipient')).toBe(11);
  expect(await count(collector.db, "outbox WHERE state = 'waiting'")).toBe(11);

  // The sender's role was removed: they must not write to the public anymore.
  await collector.db.$client.execute(`UPDATE role_grant SET ended_at = 1
    WHERE person_id = (SELECT id FROM person WHERE email = '${ambassador.email}')`);
  collector.clock.now += hour;
  await collector.restart();
  await expect.poll(() => count(collector.db, "outbox WHERE problem = 'obsolete'")).toBe(11);
  expect(mail.emails).toEqual([]);
  const other = await aPerson(collector, 'representative');
  const page = (await other.get(invitations)).body;
  expect(row(page, 'Invitation').slice(1, 3)).toEqual(['12', '0']);
  expect(text(page)).toContain('0 sent, 0 waiting, 0 unsure, 11 not sent, 1 deleted');
  expect(text(page)).not.toContain('Not delivered (');

  expect(text((await other.post(`${invitations}/deletion`)).body)).toContain('This cannot be undone.');
  expect(await count(collector.db, 'campaign_recipient')).toBe(11);
  expect((await other.post(`${invitations}/deletion`, { sure: 'yes' })).status).toBe(303);
  const after = await contents(collector.db);
  expect(after['campaign_mailing']).toMatchObject([{ bounced: 0, text: '' }]);
});

test('limits what one person and one department can send, and takes no links', async () => {
  await using scene = await aScene();
  const { collector, ambassador, invitations, path } = scene;
  const representative = await aPerson(collector, 'representative');
  await ambassador.post(`${invitations}/list`, { addresses: people(101).join('\n') });
  for (const link of ['https://x.example', 'www.x', 'evil.com/a', 'me@x', 'e\u200Bvil.\u00ADcom', 'evil．com']) {
    const { status, body } = await representative.post(invitations, { text: `See ${link} please`, position: '0' });
    expect([status, text(body).includes('Leave out links')], link).toEqual([400, true]);
  }
  const own = await ambassador.post(invitations, { text: words, position: '0' });
  expect(own.status).toBe(409);
  expect(text(own.body)).toContain('You approved this campaign, and the list has more than 100 addresses.');
  const before = collector.clock.now - 29 * day;
  const { id } = await aCampaign(collector, ambassador, { name: 'Other' });
  await collector.db.$client
    .execute(`INSERT INTO campaign_mailing (campaign_id, position, text, queued_at, queued_by, recipients)
    SELECT ${id}, 0, '', ${before}, id, 2900 FROM person WHERE email = '${ambassador.email}'`);
  const full = await representative.post(invitations, { text: words, position: '0', listed: '101', do: 'send' });
  expect(full.status).toBe(409);
  expect(text(full.body)).toContain('Your department has 100 left.');
  collector.clock.now += 2 * day;
  const again = await signIn(collector, representative.email);
  expect(text((await again.post(invitations, { text: words, position: '0' })).body)).toMatch(
    /Preview of the invitation.* Nothing is sent yet.* Send 101 emails/,
  );
  expect(await sendNext(again, invitations, 0)).toBe(303);
  expect((await again.get(path)).status).toBe(200);
});

test('one person alone sends no more than 300 emails in 30 days, whichever campaigns they are for', async () => {
  await using scene = await aScene();
  const { collector, ambassador, invitations } = scene;
  await ambassador.post(`${invitations}/list`, { addresses: people(11).join('\n') });
  const { listed } = await previewNext(ambassador, invitations, 0);
  const { id } = await aCampaign(collector, ambassador, { name: 'Other' });
  const before = collector.clock.now - 29 * day;
  await collector.db.$client
    .execute(`INSERT INTO campaign_mailing (campaign_id, position, text, queued_at, queued_by, recipients)
    SELECT ${id}, 0, '', ${before}, id, 290 FROM person WHERE email = '${ambassador.email}'`);
  const sent = { text: words, position: '0', listed, do: 'send' };
  const refused = await ambassador.post(invitations, sent);
  expect(refused.status).toBe(409);
  expect(text(refused.body)).toContain('in 30 days. Now 10 are left. Ask another ambassador or representative');
  expect(await count(collector.db, 'outbox')).toBe(0);
  const representative = await aPerson(collector, 'representative');
  expect((await representative.post(invitations, sent)).status).toBe(303);
});

test('writes the fixed sentences in the language that was chosen, and reminds in the same one', async () => {
  await using scene = await aScene({ LANGUAGES: 'en,es,ar' });
  const { collector, mail, ambassador, invitations, code } = scene;
  await ambassador.post(`${invitations}/list`, { addresses: people(11).join('\n') });
  const { body } = await ambassador.post(invitations, { text: words, position: '0', language: 'es' });
  expect(body).toContain('<div lang="es" dir="ltr">');
  expect(await sendNext(ambassador, invitations, 0, { language: 'es' })).toBe(303);
  await expect.poll(() => finished(collector)).toBe(11);
  const [spanish] = mail.emails;
  // The subject is also the title.
  expect(spanish!.html).toContain('<title>¿Cómo lo estamos haciendo? Lobby week</title>');
  expect(spanish!.html).toContain('<html lang="es" dir="ltr">');
  expect(spanish!.text).toContain(`/s/central?lang=es&campaign=${code}\r\n`);
  expect(spanish!.text).toMatch(/^Please tell us how we did\.\s+La encuesta toma .* hasta el 30 de agosto de 2026\./su);
  expect((await ambassador.get(invitations)).body).toContain('<option value="es" selected>');
  expect(await sendNext(ambassador, invitations, 1)).toBe(303);
  expect(await sendNext(ambassador, invitations, 2, { language: 'ar' })).toBe(303);
  await expect.poll(() => finished(collector)).toBe(33);
  expect(mail.emails[11]!.text).toContain('Enviamos un recordatorio más como máximo.');
  const arabic = mail.emails.at(-1)!;
  expect(arabic.html).toContain('<title>تذكير: ما رأيكم في خدمتنا؟ Lobby week</title>');
  expect(arabic.html).toContain('<html lang="ar" dir="rtl">');
  expect(arabic.text).toContain(`/s/central?lang=ar&campaign=${code}\n`);
  expect(arabic.text).toContain('هذا هو التذكير الأخير.');
});

test('later campaigns of the department do not invite those who were taken off a list', async () => {
  await using scene = await aScene();
  const { collector, ambassador } = scene;
  const [gone, kept] = people(2);
  const add = (at: string, addresses: string[]) => ambassador.post(`${at}/list`, { addresses: addresses.join('\n') });
  const remove = (at: string, fields: Record<string, string>) => ambassador.post(`${at}/removal`, fields);
  const other = `${(await aCampaign(collector, ambassador, { name: 'Other' })).path}/invitations`;
  await add(scene.invitations, people(12));
  await add(other, people(12));
  expect((await remove(scene.invitations, { email: gone!.toUpperCase() })).status).toBe(303);
  await remove(scene.invitations, { email: kept!, mistake: 'yes' });
  expect(JSON.stringify((await contents(collector.db))['campaign_opt_out'])).not.toMatch(/guest|@/);

  // One that has the address already leaves it out when its email is sent.
  expect((await previewNext(ambassador, other, 0)).says).toMatch(/One address was left out: .* Send 11 emails/);
  const later = `${(await aCampaign(collector, ambassador, { name: 'Later' })).path}/invitations`;
  const added = await add(later, people(12));
  const { body } = await ambassador.get(added.headers.get('location')!);
  expect(text(body)).toMatch(/One address was left out: .* 11 addresses\./);
  expect((await add(later, [gone!])).status).toBe(409);
  const { rows } = await collector.db.$client.execute(`SELECT email FROM campaign_recipient WHERE email = '${gone}'`);
  expect(rows).toEqual([]);
  // In another department, it is another address.
  await collector.db.$client.executeMultiple(`
    INSERT INTO department (slug, name, zone, first_month) VALUES ('other', 'Other Services', 'America/Los_Angeles', 7);
    UPDATE campaign_opt_out SET department_id = 2`);
  expect((await add(later, [gone!])).status).toBe(303);
});

test('notes an address that is not on the list, also after the list was deleted', async () => {
  await using scene = await aScene();
  const { collector, ambassador, invitations } = scene;
  const [early, late, ...others] = people(13);
  const note = async (email: string) => {
    const { headers, body } = await ambassador.post(`${invitations}/removal`, { email });
    const to = headers.get('location');
    return text(to === null ? body : (await ambassador.get(to)).body);
  };
  await ambassador.post(`${invitations}/list`, { addresses: others.join('\n') });
  const noted = 'Noted: campaigns of this department will leave this address out.';
  expect(await note(early!)).toContain(noted);
  expect(await note('early')).toContain('Enter an email address, such as');
  await ambassador.post(`${invitations}/deletion`, { sure: 'yes' });
  const empty = (await ambassador.get(invitations)).body;
  expect(empty).toContain('name="email"');
  expect(empty).not.toContain('Delete the list');
  expect(await note(late!)).toContain(noted);
  expect(await note(late!), 'again').toContain(noted);
  const { campaign_opt_out: kept, audit_event: log } = await contents(collector.db);
  expect(kept).toHaveLength(2);
  expect(JSON.stringify([kept, log])).not.toMatch(/guest|@partner/);
  expect((log as { action: string }[]).filter(({ action }) => action === 'campaign address left out')).toHaveLength(2);
  const other = `${(await aCampaign(collector, ambassador, { name: 'Other' })).path}/invitations`;
  expect((await ambassador.post(`${other}/list`, { addresses: `${early}, ${late}` })).status).toBe(409);
});

test('writes to no one who was taken off a list meanwhile, also if the address still has to stay', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador, invitations } = scene;
  const everyone = people(11);
  const [gone] = everyone;
  const other = `${(await aCampaign(collector, ambassador, { name: 'Other' })).path}/invitations`;
  for (const at of [invitations, other]) await ambassador.post(`${at}/list`, { addresses: everyone.join('\n') });
  mail.faults.greylisted = 11;
  await sendNext(ambassador, invitations, 0);
  await expect.poll(() => count(collector.db, "outbox WHERE problem = 'deferred'")).toBe(11);
  expect((await ambassador.post(`${other}/removal`, { email: gone! })).status).toBe(303);
  expect((await previewNext(ambassador, invitations, 1)).says).toContain(
    'One address was taken off a list of this department, and cannot be left out while emails are still being sent',
  );
  expect(await sendNext(ambassador, invitations, 1)).toBe(409);
  collector.clock.now += hour;
  await collector.restart();
  await expect.poll(() => count(collector.db, "outbox WHERE state = 'sent'")).toBe(10);
  expect(await count(collector.db, "outbox WHERE problem = 'obsolete'")).toBe(1);
  expect(mail.emails.flatMap(({ to }) => to)).not.toContain(gone);
});

test('a clock that jumped ahead deletes no list', async () => {
  await using scene = await aScene();
  const { collector, ambassador } = scene;
  await ambassador.post(`${scene.invitations}/list`, { addresses: people(11).join('\n') });
  await purge(collector);
  collector.clock.now += 400 * day;
  await purge(collector);
  expect(await count(collector.db, 'campaign_recipient')).toBe(11);
});

test('the file of responses names an invited campaign once it is over and enough have answered in each region', async () => {
  await using scene = await aScene();
  const { collector, ambassador, id, code } = scene;
  const { db, clock } = collector;
  await ambassador.post(`${scene.invitations}/list`, { addresses: people(12).join('\n') });
  await sendNext(ambassador, scene.invitations, 0);
  const named = async () => {
    const person = await signIn(collector, ambassador.email);
    const { lines } = readCsv((await person.get('/console/departments/cws/quarters/2026-07/responses.csv')).body);
    return lines.filter(({ campaign }) => campaign === code).length;
  };
  const answer = async (region = 'central') => {
    await send(collector, aResponse({ region }));
    await db.$client.execute(`UPDATE response SET campaign_id = ${id}`);
  };
  await answer();
  expect(await named()).toBe(0);
  for (let n = 1; n < 11; n++) await answer();
  expect(await named(), 'while it runs').toBe(0);
  clock.now = Date.UTC(2026, 7, 31, 19);
  expect(await named()).toBe(11);
  await answer('east');
  expect(await named(), 'one in another region').toBe(0);
  await db.$client.execute('UPDATE response SET excluded_at = 1 WHERE region_id <> (SELECT region_id FROM campaign)');
  expect(await named(), 'one that is excluded').toBe(0);
});

test('keeps nothing that joins a person to an answer, and deletes the list 30 days after the end, to the day', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador, id } = scene;
  const { db, clock } = collector;
  const invited = people(12);
  await ambassador.post(`${scene.invitations}/list`, { addresses: invited.join('\n') });
  mail.faults.refused.add(invited[3]!);
  await sendNext(ambassador, scene.invitations, 0);
  await expect.poll(() => finished(collector)).toBe(12);
  for (const index of invited.keys()) {
    clock.now += 60_000;
    expect((await send(collector, aResponse({ comment: `Answer ${index}` }))).status).toBe(201);
  }
  await db.$client.execute(`UPDATE response SET campaign_id = ${id}`);
  clock.now += 2 * day;
  const again = await signIn(collector, ambassador.email);
  await sendNext(again, scene.invitations, 1);
  await expect.poll(() => finished(collector)).toBe(24);

  const before = await contents(db);
  for (const email of invited) {
    expect(new Set(joinedTo(before, email, invited)), email).toEqual(new Set(['campaign_recipient', 'outbox']));
  }

  // The check itself finds such a row.
  Object.assign(before['response']![3] as object, { comment: invited[3] });
  expect(joinedTo(before, invited[3]!, invited)).toContain('response');

  // Its last day is August 30. The job runs every hour.
  clock.now = Date.UTC(2026, 8, 29, 6, 37);
  await purge(collector);
  expect(await count(db, 'campaign_recipient')).toBe(12);
  clock.now += hour;
  await purge(collector);
  const after = await contents(db);
  expect(after['campaign_recipient']).toEqual([]);
  expect(JSON.stringify(after)).not.toMatch(/guest\d|campaign-(invitation|reminder)/);
  expect(after['campaign_mailing']).toMatchObject([
    { recipients: 12, bounced: 1 },
    { recipients: 12, bounced: 1 },
  ]);
  expect(after['audit_event']).toContainEqual(expect.objectContaining({ action: 'campaign list deleted for its age' }));
  expect(after['response']).toHaveLength(12);
  const file = fileOf(collector.env['DATABASE_URL']!);
  if (file !== undefined) {
    for (const name of [file, `${file}-wal`]) expect((await readFile(name)).includes('guest12@'), name).toBe(false);
  }
  const ended = await signIn(collector, ambassador.email);
  const page = (await ended.get(scene.invitations)).body;
  expect(text(page)).toContain('The list of addresses and its emails are deleted.');
  expect(row(page, 'First reminder').slice(1)).toEqual(['12', '1', 'Done The text was deleted with the list.']);
});

test('counts undelivered emails before the outbox forgets what they were about', async () => {
  await using scene = await aScene();
  const { collector, mail, ambassador } = scene;
  const { path } = await aCampaign(collector, ambassador, { name: 'Long', endsOn: '2026-12-31', template: 'support' });
  await ambassador.post(`${path}/invitations/list`, { addresses: people(11).join('\n') });
  // A template's sentences stay if its name is changed.
  expect(text((await ambassador.get(`${path}/invitations`)).body)).toContain('You asked our unit for help');
  mail.faults.refused.add(people(1)[0]!);
  await sendNext(ambassador, `${path}/invitations`, 0);
  await expect.poll(() => finished(collector)).toBe(11);
  // Everything was off for a while.
  collector.clock.now += 45 * day;
  await purge(collector);
  collector.clock.now += hour;
  await purge(collector);
  const again = await signIn(collector, ambassador.email);
  expect(row((await again.get(`${path}/invitations`)).body, 'Invitation').slice(1, 3)).toEqual(['11', '1']);
  expect(await count(collector.db, 'outbox')).toBe(0);
  expect(await count(collector.db, 'campaign_recipient')).toBe(11);
});

/**
 * The tables whose rows can be reached from a person: every row with a text that belongs to the person alone, and again with
 * the texts in those rows.
 */
function joinedTo(tables: Record<string, unknown[]>, email: string, everyone: string[]): string[] {
  const rows = Object.entries(tables).flatMap(([table, list]) =>
    list.map((one) => ({ table, texts: textsIn(one as Record<string, unknown>) })),
  );
  const others = everyone.filter((one) => one !== email);
  const isShared = (word: string) => rows.filter(({ texts }) => texts.includes(word)).length > others.length / 2;
  const own = new Set([email]);
  const found = new Set<(typeof rows)[number]>();
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const one of rows) {
      if (!one.texts.some((word) => own.has(word))) continue;
      found.add(one);
      for (const word of one.texts) if (!isShared(word)) own.add(word);
    }
  }
  return [...found].map(({ table }) => table);
}

/** Long words and numbers in a row, such as ids and times: what could join it to another. */
function textsIn(one: Record<string, unknown>): string[] {
  return Object.values(one).flatMap((value) => String(value).match(/[\w@.-]{8,}/g) ?? []);
}
