// Plain text with links: no HTML and no markdown. Only http(s) becomes a link, shown whole and opened without referrer.
import type { ComponentChildren } from 'preact';

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]{3,500}/giu;
const TRAILING_MARKS = /[.,;:!?)\]}]+$/u;

// An address with a user name in it can look like another site than it is.
function safeAddress(text: string): string | null {
  try {
    const url = new URL(text);
    return url.username || url.password ? null : url.href;
  } catch {
    return null;
  }
}

export function rich(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let after = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const shown = match[0].replace(TRAILING_MARKS, '');
    const href = safeAddress(shown);
    if (!href) continue;
    if (match.index > after) parts.push(text.slice(after, match.index));
    parts.push(
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {shown}
      </a>,
    );
    after = match.index + shown.length;
  }
  if (after < text.length) parts.push(text.slice(after));
  return parts;
}
