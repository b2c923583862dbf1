import { expect } from '@open-wc/testing';
import {
  box,
  boxTexts,
  button,
  checked,
  Collector,
  comment,
  find,
  forgetAll,
  heading,
  labeled,
  press,
  problems,
  rate,
  show,
  text,
  until,
  write,
  type Stage,
} from './survey.ts';

const hasBox = (root: ShadowRoot) => until(() => box(root) !== null, 'the box');
const labelOf = (root: ShadowRoot) => text(box(root)!.closest('label'));

/** A survey of a department that asks, with its box. Someone has turned to the form. */
async function asking(attributes = '', given = new Collector()): Promise<Stage> {
  const stage = await show(attributes, await given.ask());
  comment(stage.root).focus();
  await hasBox(stage.root);
  return stage;
}

/** Removes the tag and adds it again, as a reload of the page does. */
async function reloaded({ survey, collector }: Stage): Promise<Stage> {
  survey.remove();
  const stage = await show('', collector);
  await hasBox(stage.root);
  return stage;
}

describe('the box where the writer allows that the words are shown', () => {
  afterEach(forgetAll);

  it('is below the comment, unchecked, with a hint, if the department asks', async () => {
    const { survey, root, collector } = await asking();
    expect(labelOf(root)).to.equal('You may show my words to others');
    expect(box(root)!.checked).to.equal(false);
    const hint = find(root, `#${box(root)!.getAttribute('aria-describedby')}`);
    expect(text(hint)).to.equal(boxTexts['en']!.hint);
    expect(comment(root).compareDocumentPosition(box(root)!)).to.equal(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(box(root)!.compareDocumentPosition(button(root))).to.equal(Node.DOCUMENT_POSITION_FOLLOWING);
    expect((await collector.log()).boxes).to.deep.equal(['/widget/v1/s/central?form=2&lang=en']);
    await expect(survey).to.be.accessible();
    box(root)!.click();
    await expect(survey).to.be.accessible();
  });

  it('is not there if the department does not ask, and then the form is as it was', async () => {
    const { root, collector } = await show();
    const before = root.innerHTML;
    comment(root).focus();
    await until(async () => (await collector.log()).boxes.length === 1, 'the request');
    rate(root, { Overall: 'Agree' });
    write(root, 'Thanks');
    press(root);
    await heading(root, 'Thank you');
    expect(before).not.to.contain('checkbox');
    expect((await collector.sent())[0]).not.to.have.property('mayShow');
    expect((await collector.log()).boxes.length).to.equal(1);
  });

  it('is sent only if it is checked', async () => {
    for (const isChecked of [false, true]) {
      const { root, collector } = await asking();
      rate(root, { Overall: 'Agree' });
      write(root, 'Ms. Lee called back.');
      if (isChecked) box(root)!.click();
      press(root);
      await heading(root, 'Thank you');
      const sent = await collector.sent();
      expect(sent.map(({ mayShow }) => mayShow)).to.deep.equal([isChecked || undefined]);
    }
  });

  it('does not appear once someone has begun to write', async () => {
    const collector = await new Collector().ask();
    await collector.holdBox();
    const { root } = await show('', collector);
    rate(root, { Overall: 'Agree' });
    write(root, 'Thanks');
    await collector.releaseBox();
    press(root);
    await heading(root, 'Thank you');
    expect((await collector.sent())[0]).not.to.have.property('mayShow');
    expect(box(root)).to.equal(null);
  });

  it('is not asked for until someone turns to the form', async () => {
    const { root, collector } = await show('', await new Collector().ask());
    expect(root.querySelectorAll('input[type=radio]').length).to.equal(30);
    // A box that someone asks for later is there before this one was requested.
    await asking();
    expect((await collector.log()).boxes).to.deep.equal([]);
    rate(root, { Overall: 'Agree' });
    await hasBox(root);
    expect((await collector.log()).boxes.length).to.equal(1);
  });

  it('keeps its check in another language, and speaks that language', async () => {
    const { survey, root } = await asking('languages="en es"');
    box(root)!.click();
    labeled(root, 'Español').click();
    await until(() => labelOf(root) === boxTexts['es']!.label, 'the box in Spanish');
    expect(find(root, '.frame').lang).to.equal('es');
    expect(box(root)!.checked).to.equal(true);
    await expect(survey).to.be.accessible();
  });

  it('keeps its check after a reload, and loses it when it is unchecked', async () => {
    const stage = await asking();
    write(stage.root, 'Thanks');
    box(stage.root)!.click();
    const again = await reloaded(stage);
    expect([comment(again.root).value, box(again.root)!.checked]).to.deep.equal(['Thanks', true]);
    box(again.root)!.click();
    const last = await reloaded(again);
    expect([comment(last.root).value, box(last.root)!.checked]).to.deep.equal(['Thanks', false]);
  });

  it('is kept on the device with the answers and sent once', async () => {
    const { root, collector } = await asking('', await new Collector().reply({ status: 503, json: { status: 503 } }));
    rate(root, { Overall: 'Agree' });
    write(root, 'Thanks');
    box(root)!.click();
    press(root);
    await heading(root, 'Your answers are saved on this device');
    window.dispatchEvent(new Event('online'));
    await heading(root, 'Thank you');
    const sent = await collector.sent();
    expect(sent.length).to.equal(2);
    expect(sent[0]).to.include({ mayShow: true });
    expect(sent[1]).to.deep.equal(sent[0]);
  });

  it('is sent as it is now if it was changed after a failed attempt', async () => {
    const { root, collector } = await asking('', await new Collector().reply({ status: 400, json: { status: 400 } }));
    rate(root, { Overall: 'Agree' });
    write(root, 'Thanks');
    box(root)!.click();
    press(root);
    await problems(root);
    box(root)!.click();
    press(root);
    await heading(root, 'Thank you');
    expect((await collector.sent()).map(({ mayShow }) => mayShow)).to.deep.equal([true, undefined]);
  });

  it('follows the region, and asks nothing where the next department does not', async () => {
    const { survey, root, collector } = await asking();
    box(root)!.click();
    await collector.holdBox();
    survey.region = 'east';
    await survey.updateComplete;
    expect([box(root), checked(root)]).to.deep.equal([null, []]);
    await collector.releaseBox(2);
    await hasBox(root);
    expect(box(root)!.checked).to.equal(false);
    expect((await collector.log()).boxes.at(-1)).to.equal('/widget/v1/s/east?form=2&lang=en');
  });
});
