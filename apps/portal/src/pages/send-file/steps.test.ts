import { ApiProblem } from '../../api/problem.js';
import { fakeGuess, fakePreview } from '../../testing/fake-feeds.js';
import { mappingOf } from './mapping.js';
import { next, START, type Action, type State } from './steps.js';

const FILE = new Blob(['a']) as File;
const OWN = { file: FILE, reading: { by: 'own' as const } };
const USED = { name: 'my-register', hash: 'ab', snapshot: false };
const RESULT = {
  ...{ id: 'csv-1', revision: 0, events: 100, state: 'completed' as const },
  ...{ rows: 40, accepted: 36, duplicates: 1, rejected: 3, leftOut: 0 },
};
const guessed = (): Action => ({ do: 'guessed', guess: fakeGuess(), mapping: mappingOf(fakeGuess(), 'own') });

function after(...actions: Action[]): State {
  return actions.reduce(next, START);
}

const checked: Action[] = [
  { do: 'work', work: 'guess', chosen: OWN },
  guessed(),
  { do: 'work', work: 'preview' },
  { do: 'previewed', preview: fakePreview(3), used: USED },
];

describe('the way of a file', () => {
  test('of own columns leads over the mapping and the check to what became of it', () => {
    const steps = [...checked, { do: 'work', work: 'send' }, { do: 'sent', result: RESULT }] as Action[];
    const shown = steps.map((_, nth) => after(...steps.slice(0, nth + 1)).step);
    expect(shown).toEqual(['choose', 'map', 'map', 'check', 'send', 'done']);
    expect(after(...steps)).toMatchObject({ result: RESULT, used: USED, chosen: OWN });
  });

  test('leads back to the mapping with everything that was decided', () => {
    const back = after(...checked, { do: 'back', to: 'map' });
    expect(back).toMatchObject({ step: 'map', chosen: OWN });
    expect(back.mapping?.columns).toHaveLength(3);
  });

  test('stays where it is when a call fails, says which one, and forgets it with the next', () => {
    const lost = new ApiProblem(0, 'unreachable', 'The server did not answer.');
    const failed = after(...checked, { do: 'work', work: 'send' }, { do: 'fail', error: lost });
    expect(failed).toMatchObject({ step: 'send', failed: { work: 'send', error: lost }, attempts: 1 });
    expect(failed.work).toBeUndefined();
    expect(next(failed, { do: 'work', work: 'send' }).failed).toBeUndefined();
  });

  test('shows progress of a file under way alone', () => {
    const progress = { ...RESULT, state: 'running' as const };
    const sending = after(...checked, { do: 'work', work: 'send' }, { do: 'wait', why: 'Busy.' });
    expect(sending.waiting).toBe('Busy.');
    expect(next(sending, { do: 'progress', progress })).toMatchObject({ progress });
    expect(next(sending, { do: 'progress', progress }).waiting).toBeUndefined();
    expect(after({ do: 'progress', progress }).progress).toBeUndefined();
  });

  test('begins again with the same way of reading, and nothing else of the file before', () => {
    const again = after(
      ...checked,
      { do: 'work', work: 'send' },
      { do: 'sent', result: RESULT },
      { do: 'again' },
    );
    expect(again).toEqual({ ...START, again: 'my-register' });
  });

  test('a second refusal counts, so that the focus moves to it once more', () => {
    const faults = [{ field: 'file', text: 'Choose a file' }];
    expect(after({ do: 'refuse', faults }, { do: 'refuse', faults })).toMatchObject({ faults, attempts: 2 });
  });
});
