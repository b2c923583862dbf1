import { describe, expect, test } from 'vitest';
import { statement } from './statement.ts';

describe('a statement', () => {
  test.each([
    ['SELECT 1', []],
    ['SELECT ?, ?', [1, null]],
    ['SELECT ?1, ?2, ?1', ['a', 'b']],
    ['SELECT ?2, ?1, ?', [1, 2, 3]],
    ['SELECT :at, :by, :at', { at: 1, by: null }],
    ['SELECT @at, $by', { at: 1, by: 'x' }],
    [
      `SELECT '?', "a:b", \`:c\`, [?], 'it''s :d', value->>'$.x' /* :e ? */ -- ?
      FROM json_each(:list)`,
      { list: '[]' },
    ],
  ])('takes exactly the arguments that it names: %s', (sql, args) => {
    expect(statement(sql, args)).toEqual({ sql, args });
  });

  test.each([
    ['SELECT 1', [1], 'not named: 1'],
    ['SELECT ?', [], 'missing: 1'],
    ['SELECT ?1, ?1', [1, 1], 'not named: 2'],
    ['SELECT ?1, ?3', [1, 2, 3], 'not named: 2'],
    ['SELECT :at', { at: 1, by: 2 }, 'not named: by'],
    ['SELECT :at, :by', { at: 1 }, 'missing: by'],
    ['SELECT :at', [1], 'not named: 1; missing: at'],
    ['SELECT ?', { at: 1 }, 'not named: at; missing: 1'],
    ["SELECT ':at'", { at: 1 }, 'not named: at'],
    ['SELECT :at', { at: undefined as unknown as null }, 'no value for: at'],
  ])('rejects other arguments: %s', (sql, args, problem) => {
    expect(() => statement(sql, args)).toThrow(`The arguments do not fit the statement (${problem}`);
  });
});
