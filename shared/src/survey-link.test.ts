import { expect, test } from 'vitest';
import { surveyLink, surveyPath } from './survey-link.ts';

const base = 'https://survey.example.gov';

test('builds a link from the collector’s address and the region’s slug', () => {
  expect(surveyLink(base, 'north-inland')).toBe('https://survey.example.gov/s/north-inland');
});

test('adds only the options that are set', () => {
  const codes = { employee: 'k7', channel: 'signature', group: 'client', campaign: 'lobby' };
  const all = { language: 'zh-Hans', overall: 5, ...codes } as const;
  expect(surveyLink(base, 'central', all)).toBe(
    'https://survey.example.gov/s/central?lang=zh-Hans&overall=5&employee=k7&channel=signature&group=client&campaign=lobby',
  );
  expect(surveyLink(base, 'central', { employee: undefined })).toBe('https://survey.example.gov/s/central');
});

test('escapes slugs and codes so that a link cannot lead elsewhere', () => {
  expect(surveyPath('../a?b#c')).toBe('/s/..%2Fa%3Fb%23c');
  expect(surveyLink(base, 'central', { employee: 'a&lang=x#y' })).toBe(`${base}/s/central?employee=a%26lang%3Dx%23y`);
});
