// Our mark, a pebble, and the quiet picture of stacked pebbles on the start screen.

export function PebbleMark() {
  return (
    <svg class="mark" viewBox="0 0 40 40" width="36" height="36" aria-hidden="true" focusable="false">
      <rect class="mark-ground" width="40" height="40" rx="11" />
      <path
        class="mark-pebble"
        d="M7.6 22.8c-.4-5.8 4.7-11.3 11.5-12.3 7-1 13 3 13.6 9 .6 6-4.3 10.3-12 10.9-7.6.6-12.7-2.3-13.1-7.6Z"
      />
      <path class="mark-light" d="M14.3 18.8c1.3-2.3 3.5-3.7 6.3-4.1" />
    </svg>
  );
}

export function PebbleArt() {
  return (
    <svg class="pebbles" viewBox="0 40 480 362" aria-hidden="true" focusable="false">
      <g class="ripples">
        <ellipse cx="240" cy="352" rx="226" ry="46" />
        <ellipse cx="240" cy="352" rx="172" ry="33" />
      </g>
      <ellipse class="shade" cx="240" cy="356" rx="138" ry="20" />
      <path
        class="stone-1"
        d="M108 318c-3-36 52-62 127-64 78-2 136 22 139 58 2 33-50 52-132 54-80 2-131-14-134-48Z"
      />
      <path
        class="stone-2"
        d="M146 226c-1-31 41-53 99-54 60-1 101 19 102 50 1 29-37 46-101 47-62 1-99-14-100-43Z"
      />
      <path
        class="stone-3"
        d="M188 146c-2-26 27-45 63-46 37-2 63 15 65 40 1 24-23 40-62 42-40 2-64-11-66-36Z"
      />
      <path class="stone-4" d="M212 78c0-19 18-32 40-32s39 13 39 31-16 29-40 29-39-10-39-28Z" />
      <g class="glints">
        <path d="M140 300c14-16 40-26 70-29" />
        <path d="M172 212c11-13 28-20 50-23" />
        <path d="M208 134c7-10 18-16 32-18" />
      </g>
    </svg>
  );
}
