import { syllable } from 'syllable';

/** The school grade needed to read a text (Flesch–Kincaid). */
export function readingGrade(text: string): number {
  const sentences = text.split(/[.!?]+(?:\s|$)/).filter((sentence) => sentence !== '');
  const words = text.split(/\s+/).filter((word) => /\w/.test(word));
  return (0.39 * words.length) / sentences.length + (11.8 * syllable(text)) / words.length - 15.59;
}
