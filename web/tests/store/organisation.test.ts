import { describe, expect, test } from 'vitest';
import { parseFacts } from '../../src/store/organisation.ts';

const source = {
  name: 'Voorbeeld',
  deployment_id: 'kiezel.example',
  root_keys: ['a', 'b', 'c'],
  phone: '085 123 45 67',
  email: 'hallo@kiezel.example',
  exit_url: 'https://www.knmi.nl/',
};

describe('the facts of the organisation', () => {
  test('are read', () => {
    expect(parseFacts(source)).toMatchObject({ name: 'Voorbeeld', exitUrl: 'https://www.knmi.nl/' });
  });

  test.each([null, 'x', [], {}, { ...source, root_keys: ['a'] }, { ...source, deployment_id: '' }])(
    'are refused when they are not facts: %j',
    (wrong) => {
      expect(parseFacts(wrong)).toBeNull();
    },
  );

  test('an exit that is no web address becomes the server’s own', () => {
    const facts = parseFacts({ ...source, exit_url: 'javascript:alert(1)' });

    expect(facts?.exitUrl).toBe('/weg');
  });
});
