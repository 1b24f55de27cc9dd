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

  test('say where the service is when the pages come from elsewhere', () => {
    expect(parseFacts(source)?.apiOrigin).toBe('');
    expect(parseFacts({ ...source, api_origin: 'https://api.kiezel.example' })?.apiOrigin).toBe(
      'https://api.kiezel.example',
    );
    expect(parseFacts({ ...source, api_origin: 'http://localhost:8080' })?.apiOrigin).toBe(
      'http://localhost:8080',
    );
  });

  test.each([
    '',
    'javascript:alert(1)',
    'https://api.example/',
    'https://api.example/x',
    'https://a@api.example',
    'wss://api.example',
    5,
    null,
  ])('are refused with a service that is no plain origin: %j', (wrong) => {
    expect(parseFacts({ ...source, api_origin: wrong })).toBeNull();
  });

  test('an exit that is no web address becomes the server’s own', () => {
    const facts = parseFacts({ ...source, exit_url: 'javascript:alert(1)' });

    expect(facts?.exitUrl).toBe('/weg');
  });
});
