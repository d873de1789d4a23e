/**
 * Prints one section of the page on one sheet, with what the page says of the measure and of the data. The style sheet for print
 * leaves out every other chart.
 */
export function printSection(section: HTMLElement): void {
  section.dataset['printed'] = '';
  window.addEventListener('afterprint', () => delete section.dataset['printed'], { once: true });
  window.print();
}
