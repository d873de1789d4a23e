import fc from 'fast-check';
import { foldPathways } from './fold-pathways.js';
import { appended, histories, deliveries } from './testing/index.js';
test('stats', () => {
 for (const tidy of [false, true]) {
  const tot: Record<string, number> = {};
  const add = (k: string, n: number) => (tot[k] = (tot[k] ?? 0) + n);
  for (const sent of fc.sample(histories({ tidy }), 500)) {
    const known = appended(sent);
    const f = foldPathways(known);
    add('events', known.length); add('rows', f.pathways.length); add('orphans', f.orphans.length);
    add('dup', f.quality.duplicates); add('conf', f.quality.conflicts); add('other', f.quality.idsUnderOtherSubjects);
    for (const p of f.pathways) {
      add('sessions', p.session_ref.length); add('late', p.session_late.reduce((a, b) => a + b, 0));
      add('attended', p.session_outcome.filter(o => o==='attended').length);
      add('unbooked', p.session_booked.filter(o => !o).length);
      add('undated', p.undated_bookings); add('resched', p.rescheduled_after_outcome);
      add('journey' + p.referral_at.length, 1);
      add('broken', p.referral_part_of_broken.reduce((a, b) => a + b, 0)); add('kind ' + p.kind, 1);
      add('programmes', p.programme_ref.length); add('closings', p.closing_ref.length); add('contacts', p.contact_ref.length);
    }
    const b = fc.sample(deliveries(known), 1)[0]!;
    add('batches', b.length); add('delivered', b.flat().length);
  }
  console.log(tot);
 }
});
