// Whether an answer addresses the other as they were promised: je for pupils, u for parents. Pure.
import type { Person } from '../../worker/advisor_messages.ts';

export type Register = 'je' | 'u' | 'en' | null;

const SAYS_U = /\b(?:u|uw|uzelf)\b/iu;
const SAYS_JE = /\b(?:je|jij|jou|jouw|jezelf|jullie)\b/iu;

export function registerOf(person: Pick<Person, 'language' | 'role'> | null): Register {
  switch (person?.language) {
    case 'nl-je':
      return 'je';
    case 'nl-u':
      return 'u';
    case 'en':
      return 'en';
    default:
      return person?.role === 'parent' ? 'u' : person?.role === 'pupil' ? 'je' : null;
  }
}

export function slipOf(text: string, register: Register): 'says_u' | 'says_je' | null {
  if (register === 'je' && SAYS_U.test(text)) return 'says_u';
  if (register === 'u' && SAYS_JE.test(text)) return 'says_je';
  return null;
}
