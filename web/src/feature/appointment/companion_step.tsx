// Whether one comes alone, and what would help.
import { tell } from '../../i18n/talk/text.ts';
import { Check, Choices } from '../../ui/form.tsx';
import type { Help } from '../../worker/talk_messages.ts';
import { about, answer, answers, tellAbout } from './booking_form.ts';
import { NextForm } from './mode_step.tsx';

const HELP: readonly Help[] = ['interpreter', 'sign_language', 'text_instead'];

export function companionOptions() {
  return [
    { value: 'alone', label: tell('appt.alone') },
    { value: 'my_age', label: tell('appt.my_age') },
    { value: 'adult', label: tell('appt.adult') },
    { value: 'unknown', label: tell('appt.unknown') },
  ] as const;
}

function Needs() {
  const { help, language } = about.value;
  const change = (one: Help, on: boolean) => {
    const others = help.filter((other) => other !== one);
    tellAbout({ help: on ? HELP.filter((other) => other === one || others.includes(other)) : others });
  };
  return (
    <fieldset class="stack-small">
      <legend>{tell('help')}</legend>
      {HELP.map((one) => (
        <Check
          key={one}
          label={tell(`help_${one}`)}
          checked={help.includes(one)}
          change={(on) => change(one, on)}
        />
      ))}
      {help.includes('interpreter') ? (
        <div class="field">
          <label for="talk-language">{tell('help_language')}</label>
          <input
            id="talk-language"
            type="text"
            maxLength={20}
            autocomplete="off"
            value={language}
            onInput={(event) => tellAbout({ language: event.currentTarget.value })}
          />
        </div>
      ) : null}
    </fieldset>
  );
}

export function CompanionStep({ next }: { next: () => void }) {
  return (
    <NextForm next={next}>
      <Choices
        name="companion"
        legend={<span class="vh">{tell('book.companion')}</span>}
        hint={tell('appt.with_hint')}
        options={companionOptions()}
        value={answers.value.companion}
        choose={(companion) => answer({ companion })}
      />
      <Needs />
    </NextForm>
  );
}
