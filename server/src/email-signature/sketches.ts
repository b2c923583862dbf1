import type { MailProgram } from '@heart-survey/shared/languages/catalog';
import { html, raw } from 'hono/html';
import type { Markup } from '../pages/page.ts';

// Sketches of the windows where people set up a signature. They contain no words, so they work in every language.

/** The positions of the step numbers, from the left and top of a window of 320 by 190 pixels. */
type Positions = readonly [one: Point, two: Point, three: Point];
type Point = readonly [x: number, y: number];

const box = (x: number, y: number, width: number, height: number, kind = 'line') =>
  `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="3"/>`;
const line = (x: number, y: number, width: number) => `<path class="line" d="M${x} ${y}h${width}"/>`;
const gear = (x: number, y: number) =>
  `<circle class="gear" cx="${x}" cy="${y}" r="5"/><path class="gear" d="M${x} ${y - 9}v18M${x - 9} ${y}h18M${x - 6} ${y - 6}l12 12M${x + 6} ${y - 6}l-12 12"/>`;
const lines = (x: number, from: number, count: number, width: number) =>
  Array.from({ length: count }, (_, index) => line(x, from + 12 * index, width)).join('');

/** A window with a gear at the top, a list at the side, a text box, and a button at the bottom. */
const settings = (gearAt: Point, button: Point) =>
  [
    gear(...gearAt),
    box(20, 44, 280, 132, 'ground'),
    lines(32, 62, 5, 44),
    box(96, 60, 190, 74),
    lines(104, 76, 3, 80),
    box(...button, 44, 16, 'accent'),
  ].join('');

/** The digits 1, 2, and 3 as drawings, because contrast cannot be measured on text this small. */
const digits = ['m-2-3l2.5-2v10', 'm-3-2.5a3 3 0 1 1 5.5 1.5l-5.5 6h6', 'm-3-5h6l-3.5 4a3 3 0 1 1-2.5 4.5'];

const windows: Record<MailProgram, { drawing: string; positions: Positions }> = {
  newOutlook: {
    drawing: settings([292, 26], [242, 148]),
    positions: [
      [270, 26],
      [240, 97],
      [226, 156],
    ],
  },
  classicOutlook: {
    drawing: [
      box(16, 20, 34, 14, 'accent'),
      ...[64, 104, 144].map((x) => line(x, 27, 26)),
      box(60, 48, 236, 128, 'ground'),
      box(72, 60, 96, 34),
      lines(80, 72, 2, 50),
      box(72, 104, 212, 40),
      box(188, 152, 44, 16, 'accent'),
      box(240, 152, 44, 16),
    ].join(''),
    positions: [
      [33, 48],
      [240, 124],
      [170, 160],
    ],
  },
  outlookWeb: {
    drawing: settings([236, 26], [242, 148]),
    positions: [
      [214, 26],
      [240, 97],
      [226, 156],
    ],
  },
  gmail: {
    drawing: [
      gear(264, 26),
      box(64, 18, 150, 16),
      ...[76, 116, 156, 196].map((x) => line(x, 54, 28)),
      box(64, 66, 60, 74),
      lines(70, 80, 3, 40),
      box(132, 66, 160, 74, 'ground'),
      lines(140, 82, 3, 70),
      box(150, 154, 56, 16, 'accent'),
      lines(18, 60, 6, 30),
    ].join(''),
    positions: [
      [242, 26],
      [262, 103],
      [132, 162],
    ],
  },
};

/** @param label describes the picture for people who cannot see it. */
export function sketch(program: MailProgram, label: string): Markup {
  const { drawing, positions } = windows[program];
  const numbers = positions.map(
    ([x, y], index) =>
      html`<circle class="number" cx="${x}" cy="${y}" r="10" /><path class="digit" d="M${x} ${y}${digits[index]}" />`,
  );
  return html`<svg class="sketch" viewBox="0 0 320 190" role="img" aria-label="${label}">
    <rect class="window" x="1" y="1" width="318" height="188" rx="6" />
    <path class="line" d="M1 40h318" />
    ${raw(drawing)} ${numbers}
  </svg>`;
}
