// The number of the built pages, as the signed directory names it (web/README.md, "What was built").
import { useEffect } from 'preact/hooks';
import { tell } from '../../i18n/evidence/text.ts';
import { client, send, startEngine } from '../../store/engine.ts';

// Compared by eye: four characters at a time.
const inFours = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? '';

// The signed directory names the pages that are meant to be served. A page cannot judge itself: what it can do is say
// where the number comes from and how somebody else compares it.
export function Release() {
  const { state, releases } = client.directory.value;
  const [newest] = releases;
  useEffect(() => {
    if (client.directory.value.state === 'idle')
      void startEngine().then(() => send({ type: 'load_directory' }));
  }, []);
  return (
    <section>
      <h2>{tell('release')}</h2>
      <p>{tell('release_what')}</p>
      {state === 'ready' ? (
        newest ? (
          <p class="fingerprint">{inFours(newest)}</p>
        ) : (
          <p class="hint">{tell('release_none')}</p>
        )
      ) : (
        <p class="hint">{tell(state === 'untrusted' ? 'release_untrusted' : 'release_asking')}</p>
      )}
      <p>{tell('release_compare')}</p>
      <p>{tell('release_honest')}</p>
    </section>
  );
}
