// What happened to an appointment, as a line of the conversation.
import { clock, longDay } from '../../i18n/format.ts';
import { tell } from '../../i18n/talk/text.ts';
import { Icon } from '../../ui/icon.tsx';
import type { ThreadItem } from '../../worker/messages.ts';
import type { TalkTime, TalkView } from '../../worker/talk_messages.ts';

export function whenText({ start }: TalkTime): string {
  return tell('when', { day: longDay(start), time: clock(start) });
}

export function talkText(talk: TalkView, own: boolean, name: string): string {
  const { action, earlier, kind } = talk;
  const said =
    own && (action === 'proposed' || action === 'accepted' || action === 'declined')
      ? (`line_${action}_own` as const)
      : (`line_${action}` as const);
  return tell(said, {
    name,
    what: tell(`kind_${kind}`),
    when: whenText(talk),
    earlier: earlier ? whenText(earlier) : '',
  });
}

// Place, company and what it is about, for whoever reads along.
export function talkDetails({ place, attendees, agenda }: TalkView): readonly string[] {
  return [place, ...(attendees?.split('\n') ?? []), agenda].filter((part) => part !== undefined);
}

export function TalkLine({ item }: { item: Extract<ThreadItem, { kind: 'appointment' }> }) {
  const { talk, own, name } = item;
  const details = talkDetails(talk);
  return (
    <>
      <p>
        <Icon name="calendar" />
        {talkText(talk, own, name)}
      </p>
      {details.map((detail) => (
        <p key={detail} class="hint" dir="auto">
          {detail}
        </p>
      ))}
    </>
  );
}
