#!/usr/bin/env python3
"""Writes clock_table.txt: what the clock of Europe/Amsterdam shows around its changes, from Python's zoneinfo.

An implementation that shares no code with the server's. Run it again when a change is to be added:
    python3 make_clock_table.py > clock_table.txt
"""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CHANGES = [date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26)]
DAYS_AROUND = [-7, -1, 0, 1, 7]
STEP_MIN = 30


def instant(day: date, minute: int) -> str:
    """Seconds since 1970, or why there is no single instant at which the clock shows this."""
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60)
    both = [wall.replace(tzinfo=AMSTERDAM, fold=fold).astimezone(timezone.utc) for fold in (0, 1)]
    if any(one.astimezone(AMSTERDAM).replace(tzinfo=None) != wall for one in both):
        return "skipped"
    return str(int(both[0].timestamp())) if both[0] == both[1] else "twice"


for change in CHANGES:
    for day in (change + timedelta(days=days) for days in DAYS_AROUND):
        for minute in range(0, 1440, STEP_MIN):
            print(day.isoformat(), minute, instant(day, minute))
