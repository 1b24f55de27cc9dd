// Every text of a dossier as it will stand there. Words are selected as in any text field, by mouse, touch or keyboard,
// and hidden; the fields take no changes.
import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { spell } from '../../i18n/dossier/text.ts';
import { clock, longDay } from '../../i18n/format.ts';
import { advisor } from '../../store/advisor.ts';
import { redacted, type Stretch } from '../../text/redaction.ts';
import { Check } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Note } from '../../ui/page.tsx';
import type { DossierItem, DossierText } from '../../worker/dossier_messages.ts';
import { countOf, hide, type Marks, showAgain, undo, unsigned } from './dossier_rules.ts';
import { sidesFor } from './dossier_texts.ts';

type Hiding = {
  readonly marks: Signal<Marks>;
  readonly hide: (text: DossierText, shown: Stretch) => boolean;
  readonly showAgain: (text: DossierText) => void;
};

function headOf(item: DossierItem): string {
  if (item.kind === 'person' || item.kind === 'note') return spell(`k_${item.kind}`);
  if (item.kind === 'event')
    return [spell(`e_${item.event}`), item.name].filter((part) => part !== '').join(': ');
  const who = item.name === '' ? sidesFor(advisor.open.value.person?.role ?? null)[item.side] : item.name;
  if (item.kind === 'talk') return `${who}: ${spell(`a_${item.action}`)}`;
  return item.kind === 'statement' ? `${who}: ${spell(`l_${item.line}`)}` : who;
}

// Keeps the focus, and with it the selection, in the text.
const keepFocus = (event: Event) => event.preventDefault();

function Tools({ act, all, again }: { act: () => void; all: () => void; again: (() => void) | null }) {
  return (
    <div class="dossier-tools">
      <button type="button" class="btn small" onPointerDown={keepFocus} onMouseDown={keepFocus} onClick={act}>
        {spell('hide')}
      </button>
      <button
        type="button"
        class="btn ghost small"
        onPointerDown={keepFocus}
        onMouseDown={keepFocus}
        onClick={all}
      >
        {spell('hide_all')}
      </button>
      {again ? (
        <button type="button" class="link" onPointerDown={keepFocus} onMouseDown={keepFocus} onClick={again}>
          {spell('show')}
        </button>
      ) : null}
    </div>
  );
}

type FieldProperties = {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly label: string;
  readonly shown: string;
  readonly hideSelected: () => void;
};

// A field that is read-only has no caret in Chrome, so nothing could be selected by keyboard: it refuses changes.
function ShownText({ field, label, shown, hideSelected }: FieldProperties) {
  const lines = shown.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0);
  return (
    <textarea
      ref={field}
      aria-readonly="true"
      inputMode="none"
      dir="auto"
      translate={false}
      spellcheck={false}
      rows={Math.min(12, lines)}
      aria-label={label}
      value={shown}
      onBeforeInput={(event) => {
        event.preventDefault();
        if (event.inputType.startsWith('deleteContent')) hideSelected();
      }}
      onInput={(event) => {
        event.currentTarget.value = shown;
      }}
    />
  );
}

function TextField({ text, label, hiding }: { text: DossierText; label: string; hiding: Hiding }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const stretches = hiding.marks.value.hidden[text.id] ?? [];
  const shown = redacted(text.text, stretches);
  const hideStretch = (stretch: Stretch) => {
    if (!hiding.hide(text, stretch)) return;
    // Where one was, so that going on by keyboard does not begin anew.
    requestAnimationFrame(() => field.current?.setSelectionRange(stretch.from, stretch.from));
    field.current?.focus();
  };
  const hideSelected = () => {
    const { selectionStart: from = 0, selectionEnd: to = 0 } = field.current ?? {};
    hideStretch({ from, to });
  };
  const name = text.field === 'text' ? null : spell(`f_${text.field}`);
  const fullLabel = name ? `${name}, ${label}` : label;
  return (
    <div class="dossier-text">
      {name ? <p class="hint">{name}</p> : null}
      <ShownText field={field} label={fullLabel} shown={shown} hideSelected={hideSelected} />
      <Tools
        act={hideSelected}
        all={() => hideStretch({ from: 0, to: shown.length })}
        again={stretches.length > 0 ? () => hiding.showAgain(text) : null}
      />
    </div>
  );
}

function Item({ item, hiding }: { item: DossierItem; hiding: Hiding }) {
  const head = headOf(item);
  const time = item.at === null ? '' : clock(item.at);
  return (
    <li class={`dossier-item ${item.kind === 'event' ? 'event' : item.side}`}>
      <p class="dossier-head">
        <strong>{head}</strong> {time === '' ? null : <time>{time}</time>}
      </p>
      {item.texts.map((text) => (
        <TextField key={text.id} text={text} label={`${head} ${time}`} hiding={hiding} />
      ))}
    </li>
  );
}

type Day = { readonly heading: string; readonly items: DossierItem[] };

function daysOf(items: readonly DossierItem[]): readonly Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const heading = item.at === null ? '' : longDay(item.at);
    const last = days.at(-1);
    if (last?.heading === heading) last.items.push(item);
    else days.push({ heading, items: [item] });
  }
  return days;
}

// Always in sight: what was just done, and the way back.
function Bar({ marks, said }: Pick<FootProperties, 'marks' | 'said'>) {
  const { items } = advisor.dossier.value;
  const isFirst = marks.value.before.length === 0;
  return (
    <div class="dossier-bar">
      <p role="status">
        {said.value || spell('hidden_count', { count: countOf(items, marks.value.hidden) })}
      </p>
      <button
        type="button"
        class="btn ghost small"
        aria-disabled={isFirst}
        onClick={() => {
          if (isFirst) return;
          marks.value = undo(marks.value);
          said.value = spell('undone');
        }}
      >
        {spell('undo')}
      </button>
    </div>
  );
}

function Foot({ marks, said, back, next }: FootProperties) {
  const left = unsigned(advisor.dossier.value.items, marks.value.hidden);
  return (
    <>
      {left > 0 ? <p class="hint">{spell('signed_out', { count: left })}</p> : null}
      <div class="actions">
        <button type="button" class="btn" onClick={next}>
          {spell('next')}
        </button>
        <button type="button" class="link" onClick={back}>
          {spell('back')}
        </button>
      </div>
      <Bar marks={marks} said={said} />
    </>
  );
}

type FootProperties = {
  readonly marks: Signal<Marks>;
  readonly said: Signal<string>;
  readonly back: () => void;
  readonly next: () => void;
};

type Saying = { readonly said: Signal<string>; readonly everywhere: Signal<boolean> };

function hidingWith(marks: Signal<Marks>, { said, everywhere }: Saying): Hiding {
  return {
    marks,
    hide: (text, shown) => {
      const hid = hide(marks.value, advisor.dossier.value.items, text, shown, everywhere.value);
      said.value = hid ? spell('hid', { count: hid.places }) : spell('hid_nothing');
      if (hid) marks.value = hid.marks;
      return hid !== null;
    },
    showAgain: ({ id }) => {
      marks.value = showAgain(marks.value, id);
      said.value = spell('undone');
    },
  };
}

function How() {
  return (
    <Note tone="warm">
      <p>
        <Icon name="eye" />
        <strong>{spell('review')}</strong>
      </p>
      <p>{spell('review_how')}</p>
      <p>{spell('review_names')}</p>
    </Note>
  );
}

export function DossierReview({ marks, back, next }: Omit<FootProperties, 'said'>) {
  const { items } = advisor.dossier.value;
  const [everywhere, said] = [useSignal(true), useSignal('')];
  const hiding = hidingWith(marks, { said, everywhere });
  return (
    <>
      <How />
      <Check
        label={spell('everywhere')}
        checked={everywhere.value}
        change={(checked) => {
          everywhere.value = checked;
        }}
      />
      {items.length === 0 ? <p>{spell('empty')}</p> : null}
      {daysOf(items).map(({ heading, items: ofDay }) => (
        <section key={`${heading}${ofDay[0]?.seq}`} class="dossier-day">
          {heading === '' ? null : <h3>{heading}</h3>}
          <ol>
            {ofDay.map((item, index) => (
              <Item key={`${item.seq}${item.kind}${index}`} item={item} hiding={hiding} />
            ))}
          </ol>
        </section>
      ))}
      <Foot marks={marks} said={said} back={back} next={next} />
    </>
  );
}
