import { openEmbeddedLog, openKafkaLog, type EventLog } from '@waymark/event-log';
import { logger, type Settings } from '@waymark/service';
import { openWarehouse, type Warehouse } from '@waymark/warehouse';

/** The log that the settings name. */
export function openLog(settings: Settings): Promise<EventLog> {
  if (settings.kafkaBrokers) return openKafkaLog({ brokers: settings.kafkaBrokers, clientId: 'waymark' });
  const report = (message: string): void => logger.warn(message);
  return openEmbeddedLog({ directory: `${settings.dataDir}/log`, report });
}

/** The warehouse that the settings name. */
export function openWarehouseOf({ clickhouseUrl, dataDir }: Settings): Promise<Warehouse> {
  return openWarehouse(clickhouseUrl ? { url: clickhouseUrl } : { directory: `${dataDir}/chdb` });
}
