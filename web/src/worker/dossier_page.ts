// The dossier as one page that any browser shows and prints, without scripts, pictures or addresses. What people wrote is
// text in it and nothing else; what was hidden is not in it at all.
import { HIDDEN_MARK, piecesOf } from '../text/redaction.ts';
import type { DossierItem, DossierText, DossierTexts, Hidden } from './dossier_messages.ts';

const ZONE = 'Europe/Amsterdam';
const STYLE = `
:root{color-scheme:light dark;--ink:#2a2622;--soft:#5d554c;--paper:#fffdfa;--line:#ddd3c6;--warm:#f6efe5}
@media screen and (prefers-color-scheme:dark){:root{--ink:#efe8df;--soft:#bfb4a6;--paper:#211e1b;--line:#4a433b;--warm:#2c2824}}
*{box-sizing:border-box}
body{font:1rem/1.55 ui-sans-serif,system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:44rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 1rem}
h2{font-size:1.1rem;margin:2.4rem 0 .6rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:0}
h3 time{font-weight:400;color:var(--soft);margin-left:.5em}
header{background:var(--warm);border-radius:.75rem;padding:1rem 1.25rem}
dl{margin:0;display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.25rem 1rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
article{margin:1rem 0;padding-left:.9rem;border-left:3px solid var(--line)}
article.own{border-left-color:#9a7447}
article.event{color:var(--soft);border-left-style:dotted}
.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2rem 0}
.remarks{color:var(--soft)}
dl .text{margin:0}
@media (max-width:30rem){dl{grid-template-columns:1fr;gap:0}dl .text{margin-bottom:.5rem}}
@media print{
@page{size:A4;margin:20mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt sans-serif;color:#5d554c}}
:root{--ink:#000;--soft:#444;--paper:#fff;--line:#bbb;--warm:#fff}
body{font-size:10.5pt;max-width:none;padding:0}header{border:1px solid var(--line)}
h2{break-after:avoid}h3{break-after:avoid}article.event{break-inside:avoid}.text{orphans:3;widows:3}
}`;

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

class Page {
  readonly #texts: DossierTexts;
  readonly #hidden: Hidden;
  readonly #day: Intl.DateTimeFormat;
  readonly #clock: Intl.DateTimeFormat;

  constructor(texts: DossierTexts, hidden: Hidden) {
    this.#texts = texts;
    this.#hidden = hidden;
    this.#day = new Intl.DateTimeFormat(texts.locale, { timeZone: ZONE, dateStyle: 'full' });
    this.#clock = new Intl.DateTimeFormat(texts.locale, { timeZone: ZONE, timeStyle: 'short' });
  }

  whole(items: readonly DossierItem[], facts: DossierTexts['facts']): string {
    const { title, remarks } = this.#texts;
    const language = this.#texts.locale.slice(0, 2);
    return [
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
      '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
      '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
      `<title>${escaped(title)}</title><style>${STYLE}</style></head><body>`,
      `<header><h1>${escaped(title)}</h1><dl>`,
      ...facts.map(([term, description]) => fact(term, escaped(description))),
      '</dl></header><main>',
      `<div class="remarks">${remarks.map((one) => `<p>${escaped(one)}</p>`).join('')}</div>`,
      ...this.#days(items),
      '</main></body></html>\n',
    ].join('\n');
  }

  #days(items: readonly DossierItem[]): readonly string[] {
    const days: { readonly heading: string; readonly parts: string[] }[] = [];
    for (const item of items) {
      const heading = item.at === null ? this.#headingOf(item) : this.#day.format(item.at * 1000);
      const last = days.at(-1);
      if (last?.heading === heading) last.parts.push(this.#item(item));
      else days.push({ heading, parts: [this.#item(item)] });
    }
    return days.map(
      ({ heading, parts }) => `<section><h2>${escaped(heading)}</h2>\n${parts.join('\n')}</section>`,
    );
  }

  #headingOf({ kind }: DossierItem): string {
    const { kinds, undated } = this.#texts;
    return kind === 'person' || kind === 'note' ? kinds[kind] : undated;
  }

  #moment(at: number): string {
    return escaped(`${this.#day.format(at * 1000)}, ${this.#clock.format(at * 1000)}`);
  }

  #item(item: DossierItem): string {
    const time =
      item.at === null
        ? ''
        : `<time datetime="${new Date(item.at * 1000).toISOString()}">${escaped(this.#clock.format(item.at * 1000))}</time>`;
    const side = item.kind === 'event' ? 'event' : item.side;
    const title = this.#title(item);
    const heading = title === '' && time === '' ? '' : `<h3>${escaped(title)}${time}</h3>`;
    return `<article class="${side}">${heading}${this.#facts(item)}${this.#written(item)}</article>`;
  }

  #title(item: DossierItem): string {
    const { sides, events, actions, lines } = this.#texts;
    if (item.kind === 'event')
      return [events[item.event], item.name].filter((part) => part !== '').join(': ');
    if (item.kind === 'person' || item.kind === 'note') return '';
    const who = item.name === '' ? sides[item.side] : item.name;
    if (item.kind === 'talk') return `${who}: ${actions[item.action]}`;
    return item.kind === 'statement' ? `${who}: ${lines[item.line]}` : who;
  }

  // Times and kinds: nothing that anybody wrote.
  #facts(item: DossierItem): string {
    const texts = this.#texts;
    const facts: string[] = [];
    if (item.kind === 'talk') {
      facts.push(fact(texts.when, `${escaped(texts.talks[item.talk])}, ${this.#moment(item.start)}`));
      if (item.earlier) facts.push(fact(texts.earlier, this.#moment(item.earlier.start)));
    }
    if (item.kind === 'statement') {
      const { saidAt, toldAt, until } = item;
      if (saidAt !== null) facts.push(fact(texts.saidAt, this.#moment(saidAt)));
      if (toldAt !== null) facts.push(fact(texts.toldAt, this.#moment(toldAt)));
      if (until !== null)
        facts.push(fact(texts.until, until === 0 ? escaped(texts.untilStop) : this.#moment(until - 1)));
    }
    return facts.length === 0 ? '' : `<dl>${facts.join('')}</dl>`;
  }

  // A text that is the item itself needs no name; of others it is said what they are.
  #written({ texts }: DossierItem): string {
    const [plain, named] = [texts.filter(isPlain), texts.filter((text) => !isPlain(text))];
    const list = named.map((text) => fact(this.#texts.fields[text.field], this.#text(text)));
    return [
      ...plain.map((text) => `<p class="text" dir="auto">${this.#text(text)}</p>`),
      ...(list.length === 0 ? [] : [`<dl>${list.join('')}</dl>`]),
    ].join('');
  }

  #text({ id, text }: DossierText): string {
    const mark = `<span class="hidden" role="img" aria-label="${escaped(this.#texts.hidden)}">${HIDDEN_MARK}</span>`;
    return piecesOf(text, this.#hidden[id] ?? [])
      .map((piece) => (piece.hidden ? mark : escaped(text.slice(piece.from, piece.to))))
      .join('');
  }
}

const isPlain = ({ field }: DossierText): boolean => field === 'text';

function fact(term: string, description: string): string {
  return `<dt>${escaped(term)}</dt><dd class="text" dir="auto">${description}</dd>`;
}

export function dossierPage(
  items: readonly DossierItem[],
  hidden: Hidden,
  texts: DossierTexts,
  madeBy: string,
): string {
  return new Page(texts, hidden).whole(items, [...texts.facts, [texts.madeBy, madeBy]]);
}
