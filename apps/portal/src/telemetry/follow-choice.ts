import type { AnyRouter } from '@tanstack/react-router';
import { choice, onChoice } from './consent.js';
import type { Telemetry, Views } from './faro.js';

/** Telemetry begins when somebody agrees, and ends when they change their mind. Until then not even its code is fetched. */
export function followChoice(router: AnyRouter): void {
  let started: Promise<Telemetry> | undefined;
  const follow = async (): Promise<void> => {
    if (choice() === 'agreed')
      started ??= import('./faro.js').then(({ startFaro }) => startFaro(viewsOf(router)));
    const telemetry = await started;
    // Judged now: the answer may have changed while the code was fetched.
    if (choice() === 'agreed') telemetry?.resume();
    else telemetry?.stop();
  };
  // Code that cannot be fetched: the portal works without it.
  const followed = (): void => void follow().catch(() => (started = undefined));
  onChoice(followed);
  followed();
}

function viewsOf(router: AnyRouter): Views {
  return {
    current: () => (router.state.matches.at(-1)?.fullPath as string | undefined) ?? '/',
    onChange: (listener) => router.subscribe('onResolved', listener),
  };
}
