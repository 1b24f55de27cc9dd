// Turns a Preact tree of plain function components into markup, for the landing page that must be readable before
// (and without) JavaScript. Components with hooks are refused by Preact itself: they cannot run outside a page.
import { Fragment, type VNode } from 'preact';

type Child = unknown;
type Component = (properties: Record<string, unknown>) => Child;

// Of HTML only: an SVG element that is not closed would swallow its neighbours.
const VOID = new Set(['br', 'hr', 'img', 'input', 'link', 'meta']);
const RENAMED: Record<string, string> = { className: 'class', htmlFor: 'for', tabIndex: 'tabindex' };

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

function isNode(child: Child): child is VNode<Record<string, unknown>> {
  return typeof child === 'object' && child !== null && 'type' in child && 'props' in child;
}

function attribute(name: string, value: unknown): string {
  const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!plain || name === 'key' || (value === false && !name.startsWith('aria-'))) return '';
  const shown = RENAMED[name] ?? name;
  return value === true && !name.startsWith('aria-')
    ? ` ${shown}`
    : ` ${shown}="${escapeMarkup(String(value))}"`;
}

export function staticMarkup(child: Child): string {
  if (child === null || child === undefined || typeof child === 'boolean') return '';
  if (Array.isArray(child)) return child.map(staticMarkup).join('');
  if (!isNode(child)) return escapeMarkup(String(child));
  const { children, ...properties } = child.props as Record<string, unknown>;
  if (child.type === Fragment) return staticMarkup(children);
  if (typeof child.type === 'function') return staticMarkup((child.type as Component)(child.props));
  const attributes = Object.entries(properties).map(([name, value]) => attribute(name, value));
  const open = `<${child.type}${attributes.join('')}>`;
  return VOID.has(child.type) ? open : `${open}${staticMarkup(children)}</${child.type}>`;
}
