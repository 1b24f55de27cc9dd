// A talk as the pages see it.
import { toHex } from '../crypto/encoding.ts';
import type { Talk } from '../crypto/talk.ts';
import type { TalkView } from './talk_messages.ts';

export function talkView(talk: Talk): TalkView {
  return { ...talk, id: toHex(talk.id) };
}
