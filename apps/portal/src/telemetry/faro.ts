import { getWebInstrumentations, initializeFaro, type Faro } from '@grafana/faro-web-sdk';
import { BUILD } from './build.js';
import { onFault } from './faults.js';
import { scrubTransportItem } from './scrub-item.js';

/** What is asked of the router: which page is open, without the values in its address. */
export interface Views {
  current: () => string;
  onChange: (listener: () => void) => void;
}

/** Kept in the tab by Faro. */
const NAVIGATION_KEY = 'com.grafana.faro.lastNavigationId';

export interface Telemetry {
  resume(): void;
  /** Sends nothing more, and takes back what the tab holds. */
  stop(): void;
}

/** Begins to tell of faults, times, views and actions. Only ever called when somebody has agreed. */
export function startFaro(views: Views): Telemetry {
  const faro = initializeFaro({
    url: '/collect',
    app: { name: 'waymark-portal', version: BUILD },
    instrumentations: getWebInstrumentations({ captureConsole: false }),
    beforeSend: scrubTransportItem,
    // Faro's own keeps a number in the tab, and writes it again when it was taken away. Ours is held in memory.
    sessionTracking: { enabled: false },
    pageTracking: { generatePageId: () => views.current() },
    preventGlobalExposure: true,
    trackGeolocation: false,
  });
  resume(faro);
  const tellView = (): void => faro.api.setView({ name: views.current() });
  tellView();
  views.onChange(tellView);
  return { resume: () => resume(faro), stop: () => stop(faro) };
}

function resume(faro: Faro): void {
  faro.unpause();
  if (!faro.api.getSession()) faro.api.setSession({ id: newVisit() });
  onFault((fault) => {
    if (fault instanceof Error) faro.api.pushError(fault, { type: 'RenderError' });
  });
}

function stop(faro: Faro): void {
  onFault(undefined);
  faro.pause();
  faro.api.resetSession();
  sessionStorage.removeItem(NAVIGATION_KEY);
}

const LETTERS = 'abcdefghijklmnop';

/** A random name for the time that the page is open: letters alone, which no scrubbing takes for a number. */
function newVisit(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => LETTERS[byte % 16]).join('');
}
