import { waitFor } from '@testing-library/react';

/** Waits until so many charts stand on the page. Looking for their names would search every mark of every chart. */
export async function chartsShown(charts: number): Promise<void> {
  await waitFor(() => {
    const found = document.querySelectorAll('.wm-chart > svg').length;
    if (found !== charts) throw new Error(`${found} charts, not ${charts}`);
  });
}
