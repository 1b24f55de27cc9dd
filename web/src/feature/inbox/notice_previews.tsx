// What the family reads of a telling without consent, and beside it how the same reads to the other kind of reader: it
// must be right in both.
import { speak } from '../../i18n/case/text.ts';
import type { Register } from '../../i18n/consent/text.ts';
import { advisor } from '../../store/advisor.ts';
import { type Danger, noticeText } from '../consent/full_text.ts';
import { Preview, useSpeaker } from './consent_parts.tsx';
import { registerFor } from './consent_rules.ts';

function PreviewIn({ register, danger }: { register: Register; danger: Danger }) {
  const speaker = useSpeaker(register);
  return speaker ? <Preview register={register} text={noticeText(speaker, register, danger)} /> : null;
}

export function NoticePreviews({ danger }: { danger: Danger }) {
  const register = registerFor(advisor.open.value.person);
  const other = register === 'nl-je' ? 'nl-u' : 'nl-je';
  return (
    <>
      <h3>{speak('preview')}</h3>
      <div class="consent-previews">
        <PreviewIn register={register} danger={danger} />
        <PreviewIn register={other} danger={danger} />
      </div>
    </>
  );
}
