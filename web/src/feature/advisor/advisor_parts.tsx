// Small parts that show an advisor wherever one is named.
import { listOf, weekdayName } from '../../i18n/format.ts';
import type { AdvisorCard } from '../../worker/messages.ts';

export function Avatar({ name }: { name: string }) {
  return (
    <span class="avatar" aria-hidden="true">
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}

export function workingDays(advisor: AdvisorCard): string {
  const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => advisor.workingDays & (1 << (day - 1)));
  return listOf(days.map(weekdayName));
}
