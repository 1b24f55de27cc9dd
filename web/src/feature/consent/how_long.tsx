// Until when a yes holds: an end is always offered before "until withdrawn".
import { tell } from '../../i18n/consent/text.ts';
import { longDay } from '../../i18n/format.ts';
import { Choices, type Option } from '../../ui/form.tsx';
import { endOfDay, lastDay } from './full_text.ts';

export type Length = 'asked' | 'week' | 'month' | 'stop';

const DAYS = { week: 7, month: 30 } as const;

// The end that was proposed; null when that day has passed before anybody answered.
export function stillAsked(until: number, now: number): number | null {
  return until !== 0 && until <= now ? null : until;
}

export function firstLength(asked: number | null): Length {
  if (asked === null) return 'week';
  return asked === 0 ? 'stop' : 'asked';
}

// 0: until it is withdrawn.
export function untilOf(length: Length, asked: number, now: number): number {
  if (length === 'asked') return asked;
  return length === 'stop' ? 0 : endOfDay(now, DAYS[length]);
}

// When it lies ahead, with its beginning.
export function howLongText({ from, until }: { readonly from: number; readonly until: number }): string {
  if (until === 0) return tell('until_stop');
  const day = longDay(lastDay(until));
  return from > Date.now() / 1000
    ? tell('until_period', { from: longDay(from), day })
    : tell('until_day', { day });
}

type Properties = {
  readonly id: string;
  // What the advisor proposed; 0 for no end.
  readonly asked: number;
  readonly value: Length;
  readonly choose: (length: Length) => void;
};

export function HowLong({ id, asked, value, choose }: Properties) {
  const now = Date.now() / 1000;
  const dated = (length: 'week' | 'month'): Option<Length> => ({
    value: length,
    label: tell(`long_${length}`),
    detail: tell('until_day', { day: longDay(lastDay(endOfDay(now, DAYS[length]))) }),
  });
  const proposed: readonly Option<Length>[] =
    asked === 0 ? [] : [{ value: 'asked', label: tell('long_asked', { day: longDay(lastDay(asked)) }) }];
  const options = [...proposed, dated('week'), dated('month'), { value: 'stop', label: tell('long_stop') }];
  return (
    <Choices
      name={`${id}-long`}
      legend={tell('how_long')}
      options={options as readonly Option<Length>[]}
      value={value}
      compact="compact"
      choose={choose}
    />
  );
}
