// From what the screens ask to what the sealed roster says (crypto/KZ1.md 5.4).
import type {
  DirectoryHead,
  Roster,
  AgeBand as RosterAge,
  CoverPreference as RosterCover,
} from '../crypto/roster.ts';
import type { AgeBand, CoverPreference, Language, SelfDescription, Tone } from './messages.ts';

const AGES: Record<AgeBand, RosterAge> = {
  not_said: 'not_said',
  under_12: 'under_12',
  '12_15': 'from_12_to_15',
  '16_17': 'from_16_to_17',
  '18_up': 'adult',
};

const COVERS: Record<CoverPreference, RosterCover> = {
  ask: 'ask',
  new_messages: 'new_messages',
  all: 'all_messages',
  nobody: 'nobody',
};

export type RosterFacts = {
  readonly school: string | undefined;
  readonly directory: DirectoryHead;
  readonly language: Language;
  readonly tone: Tone;
  readonly self: SelfDescription;
};

export function firstRoster({ school, directory, language, tone, self }: RosterFacts): Roster {
  return {
    school,
    directory,
    language: language === 'en' ? 'en' : tone === 'u' ? 'nl-u' : 'nl-je',
    excludedAdvisors: [],
    self: { role: self.role, age: AGES[self.age], name: self.name },
    cover: COVERS[self.cover],
    brake: self.brake,
  };
}
