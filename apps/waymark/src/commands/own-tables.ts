import fs from 'node:fs';
import path from 'node:path';
import { LogLocked, TOPICS, type EventLog } from '@waymark/event-log';
import { readSettings, type Settings } from '@waymark/service';
import { openGeneration, WarehouseFault, type Warehouse } from '@waymark/warehouse';
import { openLog, openWarehouseOf } from '../parts.js';
import { CommandFault, reasonOf } from './command-fault.js';
import { personsTarget, type Target } from './target.js';

/** Where an operating command goes. */
export interface Place {
  to?: string | undefined;
  key?: string | undefined;
}

export interface OwnTables {
  log: EventLog;
  warehouse: Warehouse;
}

/** What a command does through a running program, and by itself where none runs. */
export interface Ways<T> {
  there(target: Target): Promise<T>;
  here(own: OwnTables): Promise<T>;
  /** What a fault of the work here means, in words for a person. */
  refused: (fault: unknown) => string;
}

/**
 * An operating command goes through the program that runs on the data directory, or one elsewhere; with none running it opens
 * log and tables itself.
 */
export async function operate<T>(command: string, place: Place, ways: Ways<T>): Promise<T> {
  const settings = readSettings();
  const own = place.to === undefined ? await openOwn(command, settings, ways) : undefined;
  if (!own) return ways.there(personsTarget(settings, 'admin', place));
  const { log, warehouse } = own;
  try {
    await openGeneration(warehouse);
    return await ways.here(own);
  } catch (fault) {
    throw new CommandFault(`waymark ${command}: ${ways.refused(fault)}`);
  } finally {
    await warehouse.close().finally(() => log.close());
  }
}

/** The same for a command that needs no tables. */
export async function operateOnLog<T>(
  command: string,
  place: Place,
  ways: Pick<Ways<T>, 'there'> & { here(log: EventLog): Promise<T> },
): Promise<T> {
  const settings = readSettings();
  const log = place.to === undefined ? await openOwnLog(command, settings) : undefined;
  if (!log) return ways.there(personsTarget(settings, 'admin', place));
  try {
    await log.ensureTopics(Object.values(TOPICS));
    return await ways.here(log);
  } finally {
    await log.close();
  }
}

/** Undefined while a program runs on the data directory: it holds the log's lock, or over Kafka that of the tables. */
async function openOwn(
  command: string,
  settings: Settings,
  { refused }: Pick<Ways<unknown>, 'refused'>,
): Promise<OwnTables | undefined> {
  const log = await openOwnLog(command, settings);
  if (!log) return undefined;
  try {
    await log.ensureTopics(Object.values(TOPICS));
    return { log, warehouse: await openWarehouseOf(settings) };
  } catch (fault) {
    await log.close();
    if (fault instanceof WarehouseFault && fault.code === 'LOCKED') return undefined;
    throw new CommandFault(`waymark ${command}: ${refused(fault)}`);
  }
}

/** Undefined while a program holds the log's lock. */
async function openOwnLog(command: string, settings: Settings): Promise<EventLog | undefined> {
  if (!settings.kafkaBrokers && !fs.existsSync(path.join(settings.dataDir, 'log')))
    throw new CommandFault(`waymark ${command}: there is no log in ${settings.dataDir}`);
  try {
    return await openLog(settings);
  } catch (fault) {
    if (fault instanceof LogLocked) return undefined;
    throw new CommandFault(`waymark ${command}: the log cannot be opened: ${reasonOf(fault)}`);
  }
}
