import { TOPICS } from '@waymark/event-log';
import { EVENT_TYPES, storedJsonSchemaOf } from '@waymark/events';
import { asyncApiDocument } from './asyncapi.js';

const DOCUMENT = asyncApiDocument('1.2.3');

test('the document is of the topic of events, with its partitions', () => {
  expect(DOCUMENT).toMatchObject({ asyncapi: '3.0.0', info: { version: '1.2.3' } });
  expect(Object.values(DOCUMENT.channels)).toMatchObject([
    { address: TOPICS.events.name, bindings: { kafka: { partitions: TOPICS.events.partitions } } },
  ]);
});

test('every event type is a message, with the schema of what stands in the log', () => {
  const messages = Object.values(DOCUMENT.components.messages);
  expect(messages.map(({ name }) => name)).toEqual([...EVENT_TYPES]);
  for (const type of EVENT_TYPES) {
    const message = messages.find(({ name }) => name === type);
    expect(message?.payload).toEqual(storedJsonSchemaOf(type));
  }
});

test('every reference in it leads somewhere', () => {
  const references = [...JSON.stringify(DOCUMENT).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, to = '']) => to);
  expect(references.length).toBeGreaterThan(EVENT_TYPES.length);
  for (const reference of references) {
    const found = reference
      .split('/')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], DOCUMENT);
    expect(found).toBeInstanceOf(Object);
  }
});
