import {
  publishedGenerations,
  readProgress,
  type Generation,
  type PartitionProgress,
  type Warehouse,
} from '@waymark/warehouse';

export interface AnsweringTables {
  generation: Generation;
  progress: Map<number, PartitionProgress>;
}

/**
 * The generation that a reading process answers from: the current one, but never one that shows less than it has told of the one
 * before. That can be for a moment after a switch, while processors elsewhere read once more what they wrote last.
 */
export class AnsweringGeneration {
  private answering: AnsweringTables | undefined;

  constructor(private readonly warehouse: Warehouse) {}

  async tables(): Promise<AnsweringTables> {
    const before = this.answering;
    const published = await publishedGenerations(this.warehouse);
    const [newest] = published;
    if (!newest) throw new Error('no generation was ever published');
    const tables = await this.tablesOf(newest);
    const stays =
      before !== undefined &&
      before.generation.id !== newest.id &&
      published.some(({ id }) => id === before.generation.id) &&
      !showsAsMuch(tables, before);
    const chosen = stays ? await this.tablesOf(before.generation) : tables;
    // Somebody who asked later may have gone over meanwhile: nobody goes back.
    const now = this.answering;
    if (now && now.generation.id !== before?.generation.id && now.generation.id !== chosen.generation.id) {
      return this.tables();
    }
    if (!now || now.generation.id !== chosen.generation.id || showsAsMuch(chosen, now))
      this.answering = chosen;
    return chosen;
  }

  private async tablesOf({ id, database }: Generation): Promise<AnsweringTables> {
    return { generation: { id, database }, progress: await readProgress(this.warehouse, database) };
  }
}

function showsAsMuch({ progress }: AnsweringTables, told: AnsweringTables): boolean {
  return [...told.progress].every(
    ([partition, { nextOffset }]) => (progress.get(partition)?.nextOffset ?? 0) >= nextOffset,
  );
}
