import { html } from './html.js';

test('a text put into markup stays text, whatever signs it holds', () => {
  const text = `<script>alert("1")</script> & 'x'`;
  const { text: made } = html`<p title="${text}">${text}</p>`;
  expect(made).not.toMatch(/<script|title="[^"]*</);
  expect(made.match(/&#60;script&#62;/g)).toHaveLength(2);
  expect(made).toContain('&#38; &#39;x&#39;');
});

test('markup put into markup stays markup, alone and in lists', () => {
  const items = ['a<b', 'c'].map((text) => html`<li>${text}</li>`);
  expect(html`${items}${html`<p>${1}</p>`}`.text).toBe('<li>a&#60;b</li>\n<li>c</li><p>1</p>');
});
