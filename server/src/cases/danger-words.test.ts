import { feedbackCatalogs } from '@heart-survey/shared/feedback/feedback';
import { catalogs } from '@heart-survey/shared/languages/languages';
import { messagesOf } from '@heart-survey/shared/languages/messages';
import { expect, test } from 'vitest';
import { mentionsDanger } from './danger-words.ts';

const danger = [
  'I will kill him.',
  'He hits my child.',
  'he HITS  my little\nchild',
  'My stepfather molested me when I was nine',
  'She said she wants to die',
  'There is a gun in the house',
  'the boy was beaten',
  'I think it is child abuse',
  'They’re threatening us',
  'Mi vecino golpea a sus hijos.',
  'dijo que me iba a matar',
  'Le pega a mi hija',
  'ABUSÓ de una niña',
  'زوجي يضرب أطفالي',
  'وهدَّدني بالسكّين',
  'هو قَتَلَ أخي',
  '他打我的孩子',
  '他說要殺了我',
  '我不想活了',
  'May baril siya sa bahay.',
  'Binubugbog niya ang anak ko',
  '아이를 때렸어요',
  '남편이 저를 죽이겠다고 합니다',
  'شوهرم بچه‌ام را می‌زند',
  'او مرا تهدید کرد',
  'Wuxuu i yiri waan ku dili doonaa',
  'Carruurtayda ayuu garaacaa',
  'Ông ấy đánh con tôi',
  'ong ay danh con toi',
  'Tôi muốn tự tử',
  'no se si me va a giet, giết tôi',
];

const ordinary = [
  'The clerk was very skilled.',
  'My son plays Assassin’s Creed in the waiting room.',
  'I was killing time for two hours.',
  'It was a hit with my colleagues.',
  'She has begun the application.',
  'A knifefish and a shotgunned report',
  'The therapist was late.',
  'Her kindness touched me.',
  'We got our flu shots.',
  'Es una violación de mi privacidad.',
  'Se descompuso la bomba de agua.',
  'Con el tiempo se pega el formulario.',
  'انتظرت ساعتين لقتل الوقت',
  'قدمت طعنًا في القرار',
  '请打我的电话',
  '那个软件用来杀毒',
  '죽이 맛있었어요',
  '총 세 번 전화했습니다',
  'این کار تجاوز به حریم خصوصی است',
  'سیگار می‌کشد',
  'Albaabka ayaan garaacay',
  'Xin cho tôi danh sách',
  'Xe chạy từ từ',
  'tu tu thoi',
  '',
];

test.for(danger)('takes as danger: %s', (text) => {
  expect(mentionsDanger(text)).toBe(true);
});

test.for(ordinary)('takes as ordinary: %s', (text) => {
  expect(mentionsDanger(text)).toBe(false);
});

test.for(Object.entries(feedbackCatalogs))(
  '%s: a report of child abuse is danger, and our own questions are not',
  ([tag, own]) => {
    expect(mentionsDanger(own.form.noHotline)).toBe(true);
    const texts = [...messagesOf(own), ...messagesOf(catalogs[tag]!)].filter(
      ([path]) => !/^(form\.(noHotline|hotline|emergencyTitle)|notice)$/.test(path),
    );
    expect(texts.filter(([, text]) => mentionsDanger(text))).toEqual([]);
  },
);

test('reads 20,000 characters of any kind without a stall', () => {
  const startedAt = performance.now();
  for (const part of ['hits my ', 'hit ', 'a', '\u0301', '打', 'ه ', 'kill'.slice(0, 3)]) {
    mentionsDanger(part.repeat(20_000 / part.length));
  }
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
