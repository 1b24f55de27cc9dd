// When to look for an answer: from the advisor's next working day, the usual number of school days later, 16:00.

const DAY_S = 86_400;
const HOUR_TO_LOOK = 16;
const FRIDAY = 5;
// A card whose advisor lists no working day still gets a date.
const SEARCH_DAYS_MAX = 14;

const amsterdam = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Amsterdam',
  weekday: 'short',
  hour: '2-digit',
  hourCycle: 'h23',
});
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function wall(at: number): { weekday: number; hour: number } {
  const parts = amsterdam.formatToParts(at * 1000);
  const value = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { weekday: WEEKDAYS.indexOf(value('weekday')) + 1, hour: Number(value('hour')) };
}

function nextDayThat(from: number, accepts: (weekday: number) => boolean): number {
  for (let day = 0; day < SEARCH_DAYS_MAX; day += 1) {
    if (accepts(wall(from + day * DAY_S).weekday)) return from + day * DAY_S;
  }
  return from;
}

// `workingDays`: bit 0 is Monday. The answer is an instant on the day to look, at 16 hours Amsterdam time.
export function lookBackAt(now: number, workingDays: number, replyDays: number): number {
  const works = (weekday: number) => (workingDays & (1 << (weekday - 1))) !== 0;
  let day = nextDayThat(now, works);
  for (let passed = 0; passed < Math.max(replyDays, 1); passed += 1) {
    day = nextDayThat(day + DAY_S, (weekday) => weekday <= FRIDAY);
  }
  day = nextDayThat(day, works);
  return day + (HOUR_TO_LOOK - wall(day).hour) * 3600;
}
