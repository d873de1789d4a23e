import { world, type World } from '@waymark/pathways/testing';

/** A history as a log receives it: each event at its own time, whoever was told of first. */
export function inOrderOfTime(told: World): World {
  const history = world();
  const sent = [...told.sent()].sort((a, b) =>
    a.event.time < b.event.time ? -1 : a.event.time > b.event.time ? 1 : 0,
  );
  for (const { event } of sent) history.append(event);
  return history;
}
