// An address as a QR code, drawn as one path. The library comes when a poster is shown.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { say } from '../../i18n/inbox/text.ts';

// Four modules of silence on every side, as the standard asks.
const QUIET = 4;

type Modules = readonly (readonly boolean[])[];

export function pathOf(modules: Modules): string {
  return modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : '')))
    .join('');
}

export function AddressCode({ address }: { address: string }) {
  const modules = useSignal<Modules>([]);
  useEffect(() => {
    void import('uqr').then(({ encode }) => {
      modules.value = encode(address, { ecc: 'M', border: 0 }).data;
    });
  }, [address]);
  const side = modules.value.length + 2 * QUIET;
  if (modules.value.length === 0) return <span class="address-code" />;
  return (
    <svg
      class="address-code"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={say('poster.code', { address })}
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={pathOf(modules.value)} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
