import fc from 'fast-check';
import type { EventLog } from '@waymark/event-log';
import type { PartitionProgress } from '@waymark/warehouse';
import { ShownWatch } from './shown.js';

/** A log and its tables as far as the watch looks at them. */
class Model {
  now = 1_000;
  readonly records: number[][] = [[], [], []];
  readonly shown = [0, 0, 0];
  readonly log = {
    kind: 'embedded',
    ends: () => Promise.resolve(this.records.map((its) => its.length)),
  } as unknown as EventLog;

  append(partition: number): void {
    this.records[partition]?.push(this.now);
  }

  show(partition: number): void {
    const next = (this.shown[partition] ?? 0) + 1;
    if (next <= (this.records[partition]?.length ?? 0)) this.shown[partition] = next;
  }

  progress(): Promise<Map<number, PartitionProgress>> {
    const rows = this.shown.flatMap((nextOffset, partition) => {
      const lastReceivedAt = this.records[partition]?.[nextOffset - 1];
      return lastReceivedAt === undefined ? [] : [{ partition, nextOffset, lastReceivedAt }];
    });
    return Promise.resolve(new Map(rows.map((row) => [row.partition, row])));
  }

  watch(): ShownWatch {
    return new ShownWatch(
      this.log,
      () => this.progress(),
      () => this.now,
    );
  }
}

test('nothing in the log: everything is shown, up to now', async () => {
  const model = new Model();
  expect(await model.watch().look()).toEqual({ lag: 0, position: [0, 0, 0], shownUpTo: 999 });
});

test('one record on its way does not take back what was shown of partitions long idle', async () => {
  const model = new Model();
  model.append(0);
  model.show(0);
  model.now = 5_000;
  const watch = model.watch();
  await watch.look();
  model.append(0);
  model.now = 6_000;
  expect(await watch.look()).toEqual({ lag: 1, position: [1, 0, 0], shownUpTo: 4_999 });
  // One that has just started knows only that the record before the missing one is shown.
  expect(await model.watch().look()).toMatchObject({ shownUpTo: 999 });
  model.show(0);
  expect(await watch.look()).toMatchObject({ lag: 0, shownUpTo: 5_999 });
});

test('on Kafka nothing is claimed of the last moments, because its clock may be behind ours', async () => {
  const model = new Model();
  Object.assign(model.log, { kind: 'kafka' });
  model.now = 10_000;
  expect(await model.watch().look()).toMatchObject({ shownUpTo: 8_000 });
});

const steps = fc.array(
  fc.oneof(
    fc.record({ what: fc.constantFrom('append', 'show'), partition: fc.nat(2) }),
    fc.record({ what: fc.constant('wait'), ms: fc.nat(3) }),
    fc.constant({ what: 'look' as const }),
    fc.constant({ what: 'restart' as const }),
  ),
  { maxLength: 60 },
);

test('whatever happens, no record up to the claimed instant is missing, and the claim never goes back', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const model = new Model();
      let watch = model.watch();
      let claimed = -1;
      for (const step of taken) {
        if ('partition' in step) model[step.what](step.partition);
        else if ('ms' in step) model.now += step.ms;
        else if (step.what === 'restart') {
          watch = model.watch();
          claimed = -1;
        } else {
          const { shownUpTo, lag } = await watch.look();
          const missing = model.records.flatMap((its, partition) => its.slice(model.shown[partition]));
          expect(shownUpTo).toBeGreaterThanOrEqual(claimed);
          expect(shownUpTo).toBeLessThan(Math.min(Infinity, ...missing));
          expect(lag).toBe(missing.length);
          claimed = shownUpTo;
        }
      }
    }),
  );
});
