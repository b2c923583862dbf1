import { expect } from '@open-wc/testing';
import {
  button,
  checked,
  Collector,
  comment,
  find,
  forgetAll,
  groupTexts,
  heading,
  labeled,
  press,
  rate,
  show,
  text,
  until,
  write,
  type Stage,
} from './survey.ts';

const groups = (root: ShadowRoot) => [...root.querySelectorAll<HTMLInputElement>('input[type=radio][name=group]')];
const chosen = (root: ShadowRoot) => groups(root).find((radio) => radio.checked)?.value;
const choose = (root: ShadowRoot, code: string) =>
  groups(root)
    .find(({ value }) => value === code)!
    .click();
const hasGroups = (root: ShadowRoot) => until(() => groups(root).length === 4, 'the question');
const question = (root: ShadowRoot) => find(root, '.groups').closest('fieldset')!;

/** A survey of a department that asks for the group, with its question. Someone has turned to the form. */
async function asking(attributes = '', given = new Collector()): Promise<Stage> {
  const stage = await show(attributes, await given.askGroup());
  comment(stage.root).focus();
  await hasGroups(stage.root);
  return stage;
}

async function sentFrom({ root, collector }: Stage): Promise<Record<string, unknown>> {
  rate(root, { Overall: 'Agree' });
  press(root);
  await heading(root, 'Thank you');
  return (await collector.sent()).at(-1)!;
}

describe('the question for the customer group', () => {
  afterEach(forgetAll);

  it('is between the statements and the comment, with nothing chosen, if the department asks', async () => {
    const { survey, root } = await asking();
    expect(text(question(root).querySelector('legend'))).to.equal(groupTexts.en.question);
    expect(groups(root).map((radio) => text(radio.closest('label')))).to.deep.equal(
      groupTexts.en.options.map(([, name]) => name),
    );
    expect(chosen(root)).to.equal(undefined);
    expect(find(root, '#overall-5').compareDocumentPosition(question(root))).to.equal(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(question(root).compareDocumentPosition(comment(root))).to.equal(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(question(root).compareDocumentPosition(button(root))).to.equal(Node.DOCUMENT_POSITION_FOLLOWING);
    await expect(survey).to.be.accessible();
    choose(root, 'client');
    await expect(survey).to.be.accessible();
  });

  it('sends the group that was chosen, and none where nothing was', async () => {
    for (const [code, group] of [['partner', 'partner'], [''], [undefined]]) {
      const stage = await asking();
      if (code !== undefined) choose(stage.root, code);
      expect((await sentFrom(stage))['group']).to.equal(group);
    }
  });

  it('selects the group of the tag, which can be taken back', async () => {
    const stage = await asking('group=" client " campaign="lobby"');
    expect([chosen(stage.root), checked(stage.root).length]).to.deep.equal(['client', 1]);
    expect(await sentFrom(stage)).to.include({ group: 'client', campaign: 'lobby' });
    const other = await asking('group="client"');
    choose(other.root, '');
    expect(await sentFrom(other)).not.to.have.property('group');
  });

  it('carries the group and the campaign of the tag where the department does not ask', async () => {
    const stage = await show('group="client" campaign="lobby" languages="en es"');
    const href = labeled(stage.root, 'Español').getAttribute('href');
    expect(href).to.match(/lang=es&channel=embed&group=client&campaign=lobby$/);
    expect(await sentFrom(stage)).to.include({ group: 'client', campaign: 'lobby' });
    const none = await sentFrom(await show());
    expect(none).not.to.have.any.keys('group', 'campaign');
  });

  it('keeps the group in another language, where each name has its own, and after a reload', async () => {
    const stage = await asking('group="client" languages="en es"');
    const { survey, root, collector } = stage;
    rate(root, { Respect: 'Agree' });
    choose(root, 'family');
    labeled(root, 'Español').click();
    await until(
      () => text(question(root).querySelector('legend')) === groupTexts.es.question,
      'the question in Spanish',
    );
    expect(chosen(root)).to.equal('family');
    const languages = [...question(root).querySelectorAll('bdi')].map(({ lang }) => lang);
    expect(languages).to.deep.equal(['es', 'es', 'en', 'es']);
    await expect(survey).to.be.accessible();
    survey.remove();
    const again = await show('group="client"', collector);
    await hasGroups(again.root);
    await until(() => chosen(again.root) === 'family', 'the group');
    expect(checked(again.root)).to.include('respect-4');
    expect(await sentFrom(again)).to.include({ group: 'family' });
  });

  it('is kept on the device with the answers and sent once', async () => {
    const stage = await asking('', await new Collector().reply({ status: 503, json: { status: 503 } }));
    rate(stage.root, { Overall: 'Agree' });
    choose(stage.root, 'family');
    press(stage.root);
    await heading(stage.root, 'Your answers are saved on this device');
    window.dispatchEvent(new Event('online'));
    await heading(stage.root, 'Thank you');
    const sent = await stage.collector.sent();
    expect(sent.length).to.equal(2);
    expect(sent[0]).to.include({ group: 'family' });
    expect(sent[1]).to.deep.equal(sent[0]);
  });

  it('does not appear once someone has begun to write', async () => {
    const collector = await new Collector().askGroup();
    await collector.holdBox();
    const { root } = await show('', collector);
    write(root, 'Thanks');
    await collector.releaseBox();
    expect(await sentFrom({ root, collector } as Stage)).not.to.have.property('group');
    expect(groups(root)).to.deep.equal([]);
  });

  it('is asked at a kiosk whose group the department does not offer', async () => {
    const stage = await asking('channel="kiosk" group="advocate"');
    expect(chosen(stage.root)).to.equal(undefined);
    choose(stage.root, 'family');
    expect(await sentFrom(stage)).to.include({ group: 'family' });
  });

  it('is not asked at a kiosk that has a group', async () => {
    const collector = await new Collector().askGroup();
    const { root } = await show('channel="kiosk" group="client"', collector);
    comment(root).focus();
    await until(async () => (await collector.log()).boxes.length === 1, 'the request');
    expect(await sentFrom({ root, collector } as Stage)).to.include({ group: 'client' });
    expect(groups(root)).to.deep.equal([]);
  });
});
