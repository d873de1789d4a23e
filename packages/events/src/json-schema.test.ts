import { eventTypeOf, jsonSchemaOf, shortTypeName } from './json-schema.js';
import { EVENT_TYPES } from './stored-event.js';

test.each(EVENT_TYPES)('%s has a JSON Schema of the whole event', (type) => {
  const schema = jsonSchemaOf(type);
  expect(schema).toMatchObject({ title: type, type: 'object', additionalProperties: false });
  expect(schema['required']).toEqual(
    expect.arrayContaining(['specversion', 'id', 'source', 'type', 'subject', 'time', 'data']),
  );
  expect(JSON.stringify(schema)).toContain('"additionalProperties":false');
});

test('a type is found by its full and by its short name', () => {
  for (const type of EVENT_TYPES)
    expect([eventTypeOf(type), eventTypeOf(shortTypeName(type))]).toEqual([type, type]);
  expect(eventTypeOf('nothing')).toBeUndefined();
});
