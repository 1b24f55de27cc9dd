// C4: who this is, when and how to reach them, and how to check that it is really them.
import { clock, languageName, listOf, longDay } from '../../i18n/format.ts';
import { language, t, tone } from '../../i18n/text.ts';
import { role } from '../../store/draft.ts';
import { client, send } from '../../store/engine.ts';
import { purpose, show } from '../../store/screen.ts';
import { Digits } from '../../ui/digits.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Loading, Note, Page } from '../../ui/page.tsx';
import { PhoneLine, Problem } from '../../ui/problem.tsx';
import type { AdvisorCard } from '../../worker/messages.ts';
import { Avatar, workingDays } from './advisor_parts.tsx';

function introduction(advisor: AdvisorCard): string {
  if (language.value === 'en') return advisor.intro.en || advisor.intro.je;
  return (tone.value === 'u' ? advisor.intro.u : advisor.intro.je) || advisor.intro.je;
}

function nextSlotText(advisor: AdvisorCard): string {
  if (advisor.nextSlot === 'unknown') return t('advisor.slot_asking');
  if (advisor.nextSlot === 'none') return t('advisor.slot_none');
  return t('advisor.slot', { day: longDay(advisor.nextSlot), time: clock(advisor.nextSlot) });
}

function Facts({ advisor }: { advisor: AdvisorCard }) {
  const rows: readonly { icon: IconName; text: string }[] = [
    {
      icon: 'globe',
      text: t('advisor.languages', { languages: listOf(advisor.languages.map(languageName)) }),
    },
    { icon: 'calendar', text: t('advisor.days', { days: workingDays(advisor) }) },
    { icon: 'chat', text: t('advisor.replies', { days: advisor.replyDays }) },
    { icon: 'phone', text: nextSlotText(advisor) },
  ];
  return (
    <ul class="facts">
      {rows.map((row) => (
        <li key={row.icon}>
          <Icon name={row.icon} />
          {row.text}
        </li>
      ))}
    </ul>
  );
}

function SafetyNumber({ advisor }: { advisor: AdvisorCard }) {
  return (
    <div class="safety">
      <h3>
        <Icon name="shield" />
        {t('advisor.safety')}
      </h3>
      {advisor.safetyNumber ? (
        <Digits number={advisor.safetyNumber} />
      ) : (
        <Loading text={t('advisor.safety_asking')} />
      )}
      <p class="hint">{t('advisor.safety_text')}</p>
    </div>
  );
}

type WayProperties = { icon: IconName; title: string; detail: string; primary: boolean };

function WayFace({ icon, title, detail }: Omit<WayProperties, 'primary'>) {
  return (
    <>
      <Icon name={icon} />
      <span class="door-text">
        <strong>{title}</strong>
        <span>{detail}</span>
      </span>
      <Icon name="arrow" className="to" />
    </>
  );
}

function go(next: 'write' | 'book'): void {
  purpose.value = next === 'write' ? 'write' : 'call';
  send({ type: 'prepare' });
  show(next);
}

function Ways({ advisor }: { advisor: AdvisorCard }) {
  const write = (
    <button key="write" type="button" class="door" onClick={() => go('write')}>
      <WayFace icon="chat" title={t('advisor.write')} detail={t('advisor.write_detail')} />
    </button>
  );
  const plan = (
    <button key="plan" type="button" class="door" onClick={() => go('book')}>
      <WayFace icon="calendar" title={t('advisor.plan')} detail={t('advisor.plan_detail')} />
    </button>
  );
  return (
    <div class="doors ways">
      {advisor.reachable === 'no' ? null : role.value === 'parent' ? [plan, write] : [write, plan]}
      {advisor.phone ? (
        <a class="door" href={`tel:${advisor.phone.replaceAll(/[^\d+]/g, '')}`}>
          <WayFace icon="phone" title={t('advisor.call')} detail={advisor.phone} />
        </a>
      ) : null}
      {advisor.email ? (
        <a class="door" href={`mailto:${advisor.email}`}>
          <WayFace icon="mail" title={t('advisor.mail')} detail={t('advisor.mail_detail')} />
        </a>
      ) : null}
    </div>
  );
}

function Card({ advisor }: { advisor: AdvisorCard }) {
  const school = client.choice.value.school;
  return (
    <article class="card advisor" aria-label={advisor.name}>
      <header>
        <Avatar name={advisor.firstName} />
        <div>
          <h2>{advisor.name}</h2>
          <p>{school ? t('advisor.outside', { school: school.name }) : t('advisor.outside_any')}</p>
        </div>
      </header>
      {introduction(advisor) ? <p class="intro">{introduction(advisor)}</p> : null}
      <Facts advisor={advisor} />
      <SafetyNumber advisor={advisor} />
    </article>
  );
}

function nextAdvisor(advisors: readonly AdvisorCard[], current: AdvisorCard): AdvisorCard | undefined {
  return advisors[(advisors.indexOf(current) + 1) % advisors.length];
}

export function AdvisorScreen() {
  const { advisors, advisor: chosen } = client.choice.value;
  const advisor = advisors.find((one) => one.id === chosen) ?? advisors[0];
  const back = () => show('school');
  if (!advisor) {
    return (
      <Page heading={t('advisor.h1')} step={{ number: 2, of: 4 }} back={back}>
        <Loading text={t('wait')} />
        <PhoneLine />
      </Page>
    );
  }
  const other = nextAdvisor(advisors, advisor);
  return (
    <Page heading={t('advisor.h1')} step={{ number: 2, of: 4 }} back={back}>
      <Card advisor={advisor} />
      {advisor.reachable === 'no' ? <Problem failure={{ kind: 'no_keys' }} /> : null}
      <h2>{t('advisor.how')}</h2>
      <Ways advisor={advisor} />
      {other && other !== advisor ? (
        <Note>
          <p>{t('advisor.other_text')}</p>
          <button
            type="button"
            class="btn ghost"
            onClick={() => send({ type: 'choose_advisor', advisor: other.id })}
          >
            {t('advisor.other')}
          </button>
        </Note>
      ) : null}
    </Page>
  );
}
