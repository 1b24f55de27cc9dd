// What goes into a dossier: every text of the chosen parts and days as it will stand there, and nothing beside them.
import type { LogEntry } from '../crypto/log_reader.ts';
import type { Talk } from '../crypto/talk.ts';
import type { CaseItem, Person } from './advisor_messages.ts';
import type { Case } from './case.ts';
import { type ConsentFacts, consentView, type SaidLine } from './consent_view.ts';
import type {
  DossierChoice,
  DossierEvent,
  DossierField,
  DossierItem,
  DossierMatter,
  DossierSide,
  DossierText,
} from './dossier_messages.ts';
import { filesOf, hasWords, saidAt } from './thread_view.ts';

type Written = readonly (readonly [DossierField, string | undefined])[];

// Line breaks as a browser's text field has them, so that positions in a text are the same on both sides.
function textsOf(id: string, written: Written): readonly DossierText[] {
  return written.flatMap(([field, text = ''], index) =>
    text === '' ? [] : [{ id: `${id}.${index}`, field, text: text.replace(/\r\n?/g, '\n') }],
  );
}

export function isWithin(at: number, { from, until }: DossierChoice): boolean {
  return (from === null || at >= from) && (until === null || at < until);
}

class Collector {
  readonly #facts: ConsentFacts;
  readonly #choice: DossierChoice;
  readonly #lines: ReadonlyMap<number, SaidLine>;

  constructor(entries: readonly LogEntry[], facts: ConsentFacts, choice: DossierChoice) {
    this.#facts = facts;
    this.#choice = choice;
    this.#lines = consentView(entries, facts).lines;
  }

  ofEntry(entry: LogEntry): readonly DossierItem[] {
    return this.#found(entry).filter(({ at }) => at === null || isWithin(at, this.#choice));
  }

  #found(entry: LogEntry): readonly DossierItem[] {
    const { parts } = this.#choice;
    switch (entry.content.kind) {
      case 'message': {
        const talk = parts.includes('talks') ? this.#talk(entry, entry.content.message.talk) : [];
        return [...talk, ...(parts.includes('messages') ? this.#message(entry) : [])];
      }
      case 'statement':
        return parts.includes('statements') ? this.#statement(entry) : [];
      default:
        return [];
    }
  }

  #item(entry: LogEntry, at: number, matter: DossierMatter, written: Written): DossierItem {
    const { seq } = entry;
    const side = this.#sideOf(entry);
    const isAdvisor = side === 'own' || side === 'colleague';
    const name = isAdvisor ? this.#facts.fullNameOf(entry.sender.id) : '';
    return { ...matter, seq, at, side, name, texts: textsOf(`${seq}${matter.kind}`, written) };
  }

  #sideOf({ sender }: LogEntry): DossierSide {
    if (sender.role === 'client' || sender.role === 'second_client') return sender.role;
    return this.#facts.isOwn({ sender }) ? 'own' : 'colleague';
  }

  #message(entry: LogEntry): readonly DossierItem[] {
    if (entry.content.kind !== 'message' || !hasWords(entry.content.message)) return [];
    const { message } = entry.content;
    const files = filesOf(message).map(({ name }) => ['file', name] as const);
    return [this.#item(entry, saidAt(entry), { kind: 'message' }, [['text', message.text], ...files])];
  }

  #talk(entry: LogEntry, talk: Talk | undefined): readonly DossierItem[] {
    if (!talk) return [];
    const {
      action,
      kind,
      start,
      end,
      earlier = null,
      place,
      agenda,
      attendees,
      language,
      groundRules,
    } = talk;
    const matter = { kind: 'talk', action, talk: kind, start, end, earlier } as const;
    const written: Written = [
      ['place', place],
      ['agenda', agenda],
      ['attendees', attendees],
      ['interpreter', language],
      ['rules', groundRules],
    ];
    return [this.#item(entry, saidAt(entry), matter, written)];
  }

  // All that was signed: what stands in its bytes is to be seen, and to be hidden, here.
  #statement(entry: LogEntry): readonly DossierItem[] {
    const said = this.#lines.get(entry.seq);
    if (entry.content.kind !== 'statement') return [];
    const { statement } = entry.content;
    const { action, whom, about, text, why, consulted } = statement;
    const lasts = action === 'grant' || action === 'propose';
    const matter = {
      kind: 'statement',
      line: said?.line ?? 'uncounted',
      purpose: statement.purpose,
      saidAt: statement.saidAt ?? null,
      toldAt: statement.toldAt ?? null,
      until: lasts ? statement.validUntil : null,
    } as const;
    const written: Written = [
      ['whom', whom],
      ['about', about],
      ['shown', text],
      ['why', why],
      ['consulted', consulted],
    ];
    return said || action !== 'acknowledge' ? [this.#item(entry, entry.receivedAt, matter, written)] : [];
  }
}

// What the conversation says about itself goes with the messages.
function eventsOf(items: readonly CaseItem[], choice: DossierChoice): readonly DossierItem[] {
  if (!choice.parts.includes('messages')) return [];
  return items.flatMap((item): readonly DossierItem[] => {
    const told = eventOf(item);
    if (told === null || !isWithin(item.at, choice)) return [];
    const { seq, at } = item;
    return [{ kind: 'event', ...told, seq, at, side: 'nobody', texts: [] }];
  });
}

function eventOf(item: CaseItem): { readonly event: DossierEvent; readonly name: string } | null {
  switch (item.kind) {
    case 'joined':
      return { event: 'joined', name: item.name };
    case 'new_words':
      return { event: item.how, name: item.name };
    case 'unreadable':
      return { event: 'unreadable', name: '' };
    case 'consent':
      return item.line === 'joins' || item.line === 'leaves' ? { event: item.line, name: item.whom } : null;
    default:
      return null;
  }
}

function personItem(person: Person | null): readonly DossierItem[] {
  const school = person?.school?.name ?? '';
  const texts = textsOf('person', [
    ['name', person?.name],
    ['school', school],
  ]);
  if (texts.length === 0) return [];
  return [{ kind: 'person', seq: -1, at: null, side: 'client', name: '', texts }];
}

// The id changes with the text, which others' stretches would not fit.
function noteItem({ note }: Case, { parts }: DossierChoice): readonly DossierItem[] {
  const { revision, fields } = note.state;
  const texts = textsOf(`note${revision}`, [['text', fields.text]]);
  if (!parts.includes('notes') || texts.length === 0) return [];
  return [{ kind: 'note', seq: -1, at: null, side: 'own', name: '', texts }];
}

export function dossierItems(one: Case, choice: DossierChoice): readonly DossierItem[] {
  const { entries } = one.log;
  const collector = new Collector(entries, one.consentFacts, choice);
  const said = entries.flatMap((entry) => collector.ofEntry(entry));
  const items = [...said, ...eventsOf(one.items, choice)].sort((left, right) => left.seq - right.seq);
  return [...personItem(one.view().person), ...items, ...noteItem(one, choice)];
}
