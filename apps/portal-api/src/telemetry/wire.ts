import { z } from 'zod';

const text = z.string().optional();
const words = z.record(z.string(), z.string()).optional();
const trace = z.looseObject({ trace_id: text, span_id: text }).optional();

const event = z.looseObject({ name: z.string(), domain: text, timestamp: text, attributes: words, trace });
const measurement = z.looseObject({
  type: z.string(),
  timestamp: text,
  values: z.record(z.string(), z.number()),
  context: words,
});
const log = z.looseObject({ message: z.string(), level: text, timestamp: text, context: words });
const frame = z.looseObject({
  filename: text,
  function: text,
  lineno: z.number().optional(),
  colno: z.number().optional(),
});
const exception = z.looseObject({
  type: z.string(),
  value: z.string(),
  timestamp: text,
  stacktrace: z.looseObject({ frames: z.array(frame) }).optional(),
  context: words,
});
const part = z.looseObject({}).optional();

/** What the Faro SDK sends (2.12). Members not named here are taken and dropped: the SDK is ahead of its receivers. */
export const faroPayload = z
  .looseObject({
    meta: z.looseObject({ sdk: part, app: part, browser: part, page: part, view: part, session: part }),
    events: z.array(event).optional(),
    measurements: z.array(measurement).optional(),
    logs: z.array(log).optional(),
    exceptions: z.array(exception).optional(),
  })
  .describe(
    'A payload of the Grafana Faro web SDK. It is scrubbed before anything is kept; traces are dropped',
  );
