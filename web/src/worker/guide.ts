// Leads a visitor to an advisor: the directory, the search in it, and the advisor's card with what is asked live.
import type { AdvisorRecord, SchoolRecord } from '../crypto/directory_record.ts';
import { toHex } from '../crypto/encoding.ts';
import type { AdvisorId } from '../crypto/ids.ts';
import { safetyNumber } from '../crypto/safety_number.ts';
import { keyIdOf, type VerifyKey } from '../crypto/sign.ts';
import { type AdvisorKeys, askAdvisorKeys } from './advisor_keys.ts';
import { afterPublishing, type ClientContext, now } from './context.ts';
import { type DirectoryBook, fetchDirectory } from './directory_book.ts';
import type { AdvisorCard, SchoolLine } from './messages.ts';

const OFFER_AHEAD_S = 62 * 86_400;
const REPLY_DAYS_USUAL = 2;

function schoolLine(school: SchoolRecord): SchoolLine {
  const { code: id, name, place, street, kind } = school;
  return { id, name, place, street, kind };
}

function advisorCard(record: AdvisorRecord): AdvisorCard {
  return {
    id: toHex(record.id),
    name: record.name,
    firstName: record.name.split(' ')[0] ?? record.name,
    languages: record.languages.split(',').filter((code) => code !== ''),
    phone: record.phone,
    email: record.email,
    intro: { je: record.introInformal, u: record.introFormal, en: record.introEnglish },
    workingDays: record.workingDays,
    replyDays: record.repliesWithinSchoolDays || REPLY_DAYS_USUAL,
    safetyNumber: null,
    reachable: 'unknown',
    nextSlot: 'unknown',
  };
}

// Somebody who left the directory: what was said to them stays readable.
function namelessCard(id: AdvisorId): AdvisorCard {
  return {
    id: toHex(id),
    name: '',
    firstName: '',
    languages: [],
    phone: '',
    email: '',
    intro: { je: '', u: '', en: '' },
    workingDays: 0,
    replyDays: REPLY_DAYS_USUAL,
    safetyNumber: null,
    reachable: 'no',
    nextSlot: 'none',
  };
}

export class Guide {
  readonly #context: ClientContext;
  #loading: Promise<DirectoryBook | null> | null = null;
  #book: DirectoryBook | null = null;
  #records: readonly AdvisorRecord[] = [];

  constructor(context: ClientContext) {
    this.#context = context;
  }

  get book(): DirectoryBook | null {
    return this.#book;
  }

  // Without a name when the directory does not know the key.
  cardOf(key: VerifyKey): AdvisorCard {
    const record = this.#book?.advisorByKey(key);
    return record ? advisorCard(record) : namelessCard(keyIdOf(key));
  }

  // The code of the school that was chosen; undefined when it was not said.
  get school(): string | undefined {
    return this.#context.slices.get('choice').school?.id;
  }

  get advisor(): AdvisorRecord | null {
    const chosen = this.#context.slices.get('choice').advisor;
    return this.#records.find((record) => toHex(record.id) === chosen) ?? null;
  }

  // A directory that was once verified is good for the whole visit.
  load(): Promise<DirectoryBook | null> {
    if (this.#book) return Promise.resolve(this.#book);
    this.#loading ??= this.#fetch().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #fetch(): Promise<DirectoryBook | null> {
    const { slices, organisation } = this.#context;
    slices.set('directory', { state: 'loading', schools: 0, releases: [] });
    const fetched = await fetchDirectory(organisation, now());
    this.#book = fetched.state === 'ready' ? fetched.book : null;
    slices.set('directory', {
      state: this.#book?.lapsed ? 'lapsed' : fetched.state,
      schools: this.#book?.schools.size ?? 0,
      releases: this.#book?.releases ?? [],
    });
    return this.#book;
  }

  // The directory cannot be what its signers say now: nothing that it says is used any more.
  distrust(): void {
    this.#book = null;
    this.#context.slices.set('directory', { state: 'untrusted', schools: 0, releases: [] });
  }

  search(query: string): void {
    const found = this.#book?.search.find(query) ?? { total: 0, schools: [] };
    const results = found.schools.map(schoolLine);
    this.#context.slices.set('search', { query, total: found.total, results });
  }

  chooseSchool(code: string): void {
    if (this.#book?.lapsed) return;
    const school = this.#book?.schools.get(code);
    this.#records = this.#book?.advisorsFor(code, now()) ?? [];
    const [first] = this.#records;
    this.#context.slices.set('choice', {
      school: school ? schoolLine(school) : null,
      advisors: this.#records.map(advisorCard),
      advisor: first ? toHex(first.id) : null,
    });
    void this.#completeCard();
  }

  chooseAdvisor(id: string): void {
    this.#context.slices.change('choice', { advisor: id });
    void this.#completeCard();
  }

  keysOf(record: AdvisorRecord) {
    const facts = {
      advisorKey: record.identityKey,
      revocations: this.#book?.revocations ?? [],
      now: now(),
    };
    return askAdvisorKeys(this.#context.call, record.id, facts);
  }

  // Verified now; empty when the advisor cannot be reached.
  async prekeysOf(record: AdvisorRecord): Promise<AdvisorKeys['prekeys']> {
    const asked = await this.keysOf(record);
    return asked.ok ? asked.keys.prekeys : [];
  }

  async #completeCard(): Promise<void> {
    const record = this.advisor;
    if (!record) return;
    const asked = await this.keysOf(record);
    if (asked.ok) {
      this.#improve(record, { reachable: asked.keys.prekeys.length > 0 ? 'yes' : 'no' });
    }
    const from = now();
    const offered = await this.#context.call('appointment.offered', {
      advisor: record.id,
      from,
      until: from + OFFER_AHEAD_S,
    });
    if (offered.ok) {
      const { slots, next_start: next } = offered.value;
      this.#improve(record, { nextSlot: slots[0]?.start ?? next ?? 'none' });
    }
    await afterPublishing();
    if (this.advisor === record) this.#improve(record, { safetyNumber: safetyNumber(record.identityKey) });
  }

  #improve(record: AdvisorRecord, part: Partial<AdvisorCard>): void {
    const id = toHex(record.id);
    const { advisors } = this.#context.slices.get('choice');
    const improved = advisors.map((card) => (card.id === id ? { ...card, ...part } : card));
    this.#context.slices.change('choice', { advisors: improved });
  }
}
