// A private address at which the advisor's own calendar reads when it is taken. Whoever has the address may read, so its
// token is made here and the server keeps only its hash.
import { toBase64Url } from '../crypto/encoding.ts';
import { hash } from '../crypto/hash.ts';
import { systemRandom } from '../crypto/random.ts';
import type { AdvisorContext } from './advisor_context.ts';

const TOKEN_BYTES = 32;

export async function loadFeed({ slices, call }: AdvisorContext): Promise<void> {
  const reply = await call('agenda.feed_get', {});
  if (!reply.ok) return;
  const { address } = slices.get('calls').feed;
  const { exists, neutral } = reply.value;
  slices.change('calls', { feed: { exists, neutral, address: exists ? address : null } });
}

export async function putFeed(context: AdvisorContext, neutral: boolean): Promise<boolean> {
  const { slices, call, organisation, origin } = context;
  const token = systemRandom.bytes(TOKEN_BYTES);
  const reply = await call('agenda.feed_put', { token_hash: hash('kz1/agenda', token), neutral });
  if (!reply.ok) return false;
  const address = `${organisation.apiOrigin || origin}/api/agenda/${toBase64Url(token)}.ics`;
  slices.change('calls', { feed: { exists: true, neutral, address } });
  return true;
}

export async function removeFeed({ slices, call }: AdvisorContext): Promise<boolean> {
  const reply = await call('agenda.feed_remove', {});
  if (!reply.ok) return false;
  slices.change('calls', { feed: { exists: false, neutral: true, address: null } });
  return true;
}
