import { TOPICS } from '@waymark/event-log';
import { EVENT_TYPES, shortTypeName, storedJsonSchemaOf, type EventType } from '@waymark/events';

export interface AsyncApiDocument {
  asyncapi: '3.0.0';
  info: { title: string; version: string; description: string; license: { name: string } };
  defaultContentType: string;
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
  components: { messages: Record<string, Message> };
}

interface Channel {
  address: string;
  title: string;
  description: string;
  messages: Record<string, Reference>;
  bindings: { kafka: { topic: string; partitions: number; bindingVersion: string } };
}

interface Operation {
  action: 'send' | 'receive';
  channel: Reference;
  summary: string;
}

interface Message {
  name: string;
  title: string;
  contentType: string;
  payload: Record<string, unknown>;
  bindings: { kafka: { key: Record<string, unknown>; bindingVersion: string } };
}

interface Reference {
  $ref: string;
}

const KAFKA_BINDING = '0.5.0';

/** The topic of events as AsyncAPI: what the log holds, for whoever reads it beside the tables. */
export function asyncApiDocument(build: string): AsyncApiDocument {
  const messages = EVENT_TYPES.map((type) => [shortTypeName(type), messageOf(type)] as const);
  const { name: topic, partitions } = TOPICS.events;
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Waymark events',
      version: build,
      description: 'Events of social prescribing as they were admitted: pseudonyms instead of people.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      events: {
        ...{ address: topic, title: 'Events' },
        description:
          'Every event as admitted, kept for ever; events of one referral are in one partition, in the order of their receipt.',
        messages: Object.fromEntries(
          messages.map(([name]) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
        bindings: { kafka: { topic, partitions, bindingVersion: KAFKA_BINDING } },
      },
    },
    operations: {
      appendEvents: {
        ...{ action: 'send', channel: { $ref: '#/channels/events' } },
        summary: 'The ingest API appends what it admits (see /openapi.json); nothing else writes here.',
      },
      readEvents: {
        ...{ action: 'receive', channel: { $ref: '#/channels/events' } },
        summary: 'The processor reads the topic and builds the tables.',
      },
    },
    components: { messages: Object.fromEntries(messages) },
  };
}

function messageOf(type: EventType): Message {
  return {
    ...{ name: type, title: type, contentType: 'application/json' },
    payload: storedJsonSchemaOf(type),
    bindings: {
      kafka: {
        key: { type: 'string', description: 'providerid/subject: the referral' },
        bindingVersion: KAFKA_BINDING,
      },
    },
  };
}
