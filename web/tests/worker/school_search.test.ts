import { describe, expect, test } from 'vitest';
import type { SchoolRecord } from '../../src/crypto/directory_record.ts';
import { RESULTS_MAX, SchoolSearch } from '../../src/worker/school_search.ts';

function school(code: string, name: string, place: string, street = '', aliases = ''): SchoolRecord {
  return {
    type: 'school',
    code,
    name,
    place,
    street,
    aliases,
    kind: '',
    boardNumber: '',
    boardName: '',
    advisors: [],
  };
}

const search = new SchoolSearch([
  school('02AB00', 'Het Baken Poort', 'Almere', 'Wethouder Zeemanpad 2'),
  school('02AB01', 'Het Baken Park Lyceum', 'Almere', 'Bongerdstraat 1'),
  school('17VB00', "Christelijke Scholengemeenschap 't Loo", 'Voorburg', 'Loolaan 125'),
  school('20CD00', 'Sint-Janslyceum', "'s-Hertogenbosch", 'Sweelinckplein 2', 'SJL'),
  school('21EF00', 'Coöperatieve School', 'Eindhoven'),
]);

const names = (query: string) => search.find(query).schools.map(({ name }) => name);

describe('school search', () => {
  test.each([
    ['baken', ['Het Baken Park Lyceum', 'Het Baken Poort']],
    ['baken poort', ['Het Baken Poort']],
    ['voorburg', ["Christelijke Scholengemeenschap 't Loo"]],
    ['st jans', ['Sint-Janslyceum']],
    ['SJL', ['Sint-Janslyceum']],
    ['cooperatieve', ['Coöperatieve School']],
    ['bakenn', ['Het Baken Park Lyceum', 'Het Baken Poort']],
    ['almere bongerd', ['Het Baken Park Lyceum']],
    ['17vb00', ["Christelijke Scholengemeenschap 't Loo"]],
    ['obs baken', ['Het Baken Park Lyceum', 'Het Baken Poort']],
  ])('%s', (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  test('what is nowhere near finds nothing', () => {
    expect(search.find('zwolle')).toEqual({ total: 0, schools: [] });
    expect(search.find('  ')).toEqual({ total: 0, schools: [] });
  });

  test('at most eight are shown, and the total is told', () => {
    const many = new SchoolSearch(
      Array.from({ length: 20 }, (_, index) => school(`${10 + index}AA00`, `School ${index}`, 'Ede')),
    );

    expect(many.find('ede')).toMatchObject({ total: 20 });
    expect(many.find('ede').schools).toHaveLength(RESULTS_MAX);
  });
});
