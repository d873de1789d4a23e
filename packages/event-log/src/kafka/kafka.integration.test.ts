import { describeEventLogContract } from '../testing/contract-suite.js';
import { describeWithKafka } from '../testing/kafka.js';
import { openKafkaLog } from './kafka-log.js';

describeWithKafka('Kafka', ({ brokers }) => {
  describeEventLogContract('the Kafka log', {
    open: () => openKafkaLog({ brokers: brokers(), clientId: 'contract' }),
  });
});
