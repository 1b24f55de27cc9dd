// The advisor proposes an appointment: yes or no. A mediation only with its rules.
import { useSignal } from '@preact/signals';
import { tell } from '../../i18n/talk/text.ts';
import { Note } from '../../ui/page.tsx';
import type { Appointment } from '../../worker/messages.ts';
import { AgreeToRules, rulesOf } from './ground_rules.tsx';

type ProposalProperties = {
  readonly appointment: Appointment;
  readonly advisor: string;
  readonly answer: (accept: boolean) => void;
};

export function Proposal({ appointment, advisor, answer }: ProposalProperties) {
  const agrees = useSignal(false);
  const error = useSignal<string | null>(null);
  const rules = rulesOf(appointment.talk);
  const accept = () => {
    const refused = rules.length > 0 && !agrees.value;
    error.value = refused ? tell('rules_first') : null;
    if (!refused) answer(true);
  };
  return (
    <Note tone="warm">
      <p>
        <strong>{tell('mine_proposed_by', { name: advisor })}</strong>
      </p>
      {rules.length > 0 ? (
        <AgreeToRules
          id={`rules-error-${appointment.id}`}
          rules={rules}
          agrees={agrees.value}
          error={error.value}
          change={(next) => {
            agrees.value = next;
            error.value = null;
          }}
        />
      ) : null}
      <div class="actions">
        <button type="button" class="btn" onClick={accept}>
          {tell('mine_yes')}
        </button>
        <button type="button" class="btn ghost" onClick={() => answer(false)}>
          {tell('mine_no')}
        </button>
      </div>
    </Note>
  );
}
