// A client's copy of everything: one page that any browser shows, without scripts, pictures or addresses. All that people
// wrote is text and nothing else.
import { toUtf8 } from '../crypto/encoding.ts';
import type { ConsentCard, CopyTexts } from './consent_messages.ts';
import type { ThreadItem } from './messages.ts';

const ZONE = 'Europe/Amsterdam';
const STYLE =
  'body{font:1rem/1.5 sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}' +
  'li{margin:.8rem 0}.text{white-space:pre-wrap;overflow-wrap:anywhere}dt{font-weight:bold}ol,ul{padding-left:1.2rem}';

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

type Moment = (at: number) => string;

function momentIn(locale: string): Moment {
  const format = new Intl.DateTimeFormat(locale, { timeZone: ZONE, dateStyle: 'full', timeStyle: 'short' });
  return (at) => escaped(format.format(at * 1000));
}

function line(at: string, who: string, text: string): string {
  const author = who === '' ? '' : `<strong>${escaped(who)}</strong> `;
  return `<li>${author}<time>${at}</time><div class="text" dir="auto">${escaped(text)}</div></li>`;
}

function messageLine(item: Extract<ThreadItem, { kind: 'message' }>, texts: CopyTexts, at: string): string {
  const names = item.files.map(({ name }) => name).join(', ');
  const files = names === '' ? [] : [`${texts.files}: ${names}`];
  const text = [...(item.text === '' ? [] : [item.text]), ...files].join('\n');
  return line(at, item.own ? texts.you : item.author, text);
}

function itemLine(item: ThreadItem, texts: CopyTexts, moment: Moment): string {
  const at = moment(item.at);
  switch (item.kind) {
    case 'message':
      return messageLine(item, texts, at);
    case 'appointment': {
      const { action, start, place, agenda } = item.talk;
      const details = [place, agenda].filter((part) => part !== undefined).join('\n');
      return line(
        at,
        item.own ? texts.you : item.name,
        `${texts.talks[action]}: ${moment(start)}\n${details}`.trim(),
      );
    }
    case 'consent':
      return line(
        at,
        item.name,
        [texts.lines[item.line], item.whom].filter((part) => part !== '').join(': '),
      );
    case 'new_words':
      return line(at, item.name, texts.newWords);
    case 'joined':
      return line(at, item.name, texts.joined);
    case 'unreadable':
    case 'shut':
      return line(at, '', texts.unreadable);
  }
}

function fact(term: string, description: string): string {
  return `<dt>${escaped(term)}</dt><dd class="text">${description}</dd>`;
}

function list(points: readonly string[]): string {
  return `<ul>${points.map((point) => `<li dir="auto">${escaped(point)}</li>`).join('')}</ul>`;
}

function cardPart(card: ConsentCard, texts: CopyTexts, moment: Moment): string {
  const { state, purpose, whom, points, until, told, notice, answeredAt, askedAt, withdrawnAt } = card;
  const since = withdrawnAt ?? answeredAt ?? askedAt ?? notice?.at ?? null;
  const when = since === null ? '' : ` <time>${moment(since)}</time>`;
  const ends = state === 'allowed' || state === 'ended' || state === 'said';
  const facts = [
    fact(purpose === 'cover' || purpose === 'joint' ? texts.whomFor[purpose] : texts.whom, escaped(whom)),
    fact(texts.what, list(points)),
    ...(ends ? [fact(texts.until, until === 0 ? escaped(texts.untilStop) : moment(until - 1))] : []),
    ...told.map((one) => fact(`${texts.told} (${one.name})`, `${moment(one.at)}${list(one.points)}`)),
    ...(notice
      ? [fact(texts.why, escaped(notice.why)), fact(texts.consulted, escaped(notice.consulted))]
      : []),
  ];
  return `<li><h3>${escaped(texts.states[state])}${when}</h3><dl>${facts.join('')}</dl></li>`;
}

export type CopyContent = {
  readonly items: readonly ThreadItem[];
  readonly cards: readonly ConsentCard[];
};

export function copyPage({ items, cards }: CopyContent, texts: CopyTexts): string {
  const moment = momentIn(texts.locale);
  const consent =
    cards.length === 0
      ? `<p>${escaped(texts.noConsent)}</p>`
      : `<ol>${cards.map((card) => cardPart(card, texts, moment)).join('')}</ol>`;
  return [
    `<!doctype html><html lang="${texts.locale.slice(0, 2)}"><head><meta charset="utf-8">`,
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(texts.title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escaped(texts.heading)}</h1><p>${escaped(texts.made)}</p>`,
    `<h2>${escaped(texts.messages)}</h2>`,
    `<ol>${items.map((item) => itemLine(item, texts, moment)).join('')}</ol>`,
    `<h2>${escaped(texts.consent)}</h2>${consent}</body></html>`,
  ].join('\n');
}

export function copyBytes(content: CopyContent, texts: CopyTexts): Uint8Array<ArrayBuffer> {
  return new Uint8Array(toUtf8(copyPage(content, texts)));
}
