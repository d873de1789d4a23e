import type { EventLog } from '@waymark/event-log';
import { Problem, Registry } from '@waymark/service';
import { CommandFault } from './command-fault.js';
import { operateOnLog, type Place } from './own-tables.js';
import type { Target } from './target.js';

/** What a command does with the registry through a running program, and by itself where none runs. */
export interface RegistryWays<T> {
  there(target: Target): Promise<T>;
  here(registry: Registry, log: EventLog): Promise<T>;
}

/** @throws {CommandFault} in words for a person. */
export function inRegistry<T>(command: string, place: Place, ways: RegistryWays<T>): Promise<T> {
  return operateOnLog(command, place, {
    there: (target) => ways.there(target),
    here: async (log) => {
      const registry = await Registry.open(log);
      try {
        return await ways.here(registry, log);
      } catch (fault) {
        throw fault instanceof Problem ? new CommandFault(`waymark ${command}: ${fault.detail}`) : fault;
      } finally {
        await registry.close();
      }
    },
  });
}
