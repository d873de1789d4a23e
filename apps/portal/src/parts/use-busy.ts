import { useState } from 'react';

/** Something that somebody asked for and that takes a moment: once at a time, with what went wrong. */
export interface Busy {
  busy: boolean;
  error: unknown;
  run: (work: () => Promise<void>) => Promise<void>;
}

export function useBusy(): Busy {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (fault) {
      setError(fault);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}
