import { Fragment, h } from 'preact';
import { expect, test } from 'vitest';
import { staticMarkup } from '../../build/static_markup.ts';

test('components, fragments and lists become markup', () => {
  const Greeting = ({ name }: { name: string }) => h('p', { class: 'x' }, 'Dag ', name);

  const markup = staticMarkup(h(Fragment, null, [h(Greeting, { name: 'Jo' }), null, false, h('br', null)]));

  expect(markup).toBe('<p class="x">Dag Jo</p><br>');
});

test('text and attributes are escaped', () => {
  expect(staticMarkup(h('a', { title: '"<' }, '<b>&'))).toBe('<a title="&#34;&#60;">&#60;b&#62;&#38;</a>');
});

test('handlers and false attributes stay out, aria values stay in', () => {
  const node = h('button', { onClick: () => {}, disabled: false, hidden: true, 'aria-expanded': false }, 'x');

  expect(staticMarkup(node)).toBe('<button hidden aria-expanded="false">x</button>');
});

test('an element of a drawing is closed, so that it does not swallow the next', () => {
  expect(staticMarkup(h('svg', null, h('rect', null), h('path', null)))).toBe(
    '<svg><rect></rect><path></path></svg>',
  );
});
