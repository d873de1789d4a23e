import { useEffect, useMemo, useReducer, useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../api/problem.js';
import { FileCalls } from '../../api/send.js';
import { jobName } from './job-name.js';
import { mappedProfile } from './mapped-profile.js';
import { mappingFaults, type Fault } from './mapping-faults.js';
import { mappingOf, type Mapping } from './mapping.js';
import { patiently, wait } from './patience.js';
import { restored } from './restored.js';
import { next, START, type Action, type Chosen, type State, type Used } from './steps.js';

const WRITTEN_BY_HAND =
  'It says more than this page can show. Change the file of the profile, or choose the file again and read it by its own columns under another name.';

/** How often a file under way is asked after. */
const ASKED_EVERY_MS = 1_000;

/** What a person can do on the way. */
export interface SendFile {
  state: State;
  calls: FileCalls;
  /** Reads the file as chosen: looks at it, or guesses its columns first. */
  choose: (chosen: Chosen) => void;
  remap: (mapping: Mapping) => void;
  /** Keeps the mapping as a profile and looks at the file by it. */
  checkMapping: () => void;
  /** Shows the answers that the profile on show keeps, to be changed for this file. */
  edit: () => void;
  send: () => void;
  /** Does again what failed. */
  retry: () => void;
  back: (to: 'choose' | 'map' | 'check') => void;
  again: () => void;
  refuse: (faults: readonly Fault[]) => void;
}

/** The way of a file from the person's disk to what became of it. @param named the person has several providers: calls name this one */
export function useSendFile(provider: string, named: boolean): SendFile {
  const [state, act] = useReducer(next, START);
  const queryClient = useQueryClient();
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  const calls = useMemo(() => new FileCalls(named ? provider : undefined), [provider, named]);

  const run = (begin: Action & { do: 'work' }, work: () => Promise<void>): void => {
    act(begin);
    work().catch((error: unknown) => {
      if (!left.current) act({ do: 'fail', error });
    });
  };
  const way = new Way(calls, act, () => left.current);

  const choose = (chosen: Chosen): void => {
    const { file, reading } = chosen;
    if (reading.by === 'own') run({ do: 'work', work: 'guess', chosen }, () => way.guess(file, provider));
    else
      run({ do: 'work', work: 'preview', chosen }, () =>
        way.preview(file, { ...reading, snapshot: reading.by === 'stored' && reading.snapshot }),
      );
  };
  const checkMapping = (): void => {
    const { mapping, chosen } = state;
    if (!mapping || !chosen) return;
    const faults = mappingFaults(mapping);
    if (faults.length > 0) act({ do: 'refuse', faults });
    else run({ do: 'work', work: 'preview' }, () => way.previewMapped(chosen.file, mapping));
  };
  const edit = (): void => {
    const { used, chosen } = state;
    if (!used || !chosen) return;
    run({ do: 'work', work: 'edit' }, () => way.edit(chosen.file, used, provider));
  };
  const send = (): void => {
    const { used, chosen } = state;
    if (!used || !chosen) return;
    run({ do: 'work', work: 'send' }, async () => {
      await way.send(chosen.file, used);
      // What other pages have asked of the feed is old now.
      await queryClient.invalidateQueries();
    });
  };
  const retry = (): void => {
    const { failed, chosen } = state;
    if (failed?.work === 'send') send();
    else if (failed?.work === 'edit') edit();
    else if (state.step === 'map') checkMapping();
    else if (chosen) choose(chosen);
  };
  return {
    ...{ state, calls, choose, checkMapping, edit, send, retry },
    remap: (mapping) => act({ do: 'remap', mapping }),
    back: (to) => act({ do: 'back', to }),
    again: () => act({ do: 'again' }),
    refuse: (faults) => act({ do: 'refuse', faults }),
  };
}

/** The calls of each step, and what is told of them. */
class Way {
  constructor(
    private readonly calls: FileCalls,
    private readonly act: (action: Action) => void,
    private readonly hasLeft: () => boolean,
  ) {}

  async guess(file: File, provider: string): Promise<void> {
    const guess = await this.patiently(() => this.calls.guess(file, 'guessed'));
    this.act({ do: 'guessed', guess, mapping: mappingOf(guess, provider) });
  }

  async edit(file: File, { name }: Used, provider: string): Promise<void> {
    const guess = await this.patiently(() => this.calls.guess(file, 'guessed'));
    const mapping = restored(mappingOf(guess, provider), await this.calls.profile(name));
    if (!mapping) throw new ApiProblem(400, 'written_by_hand', WRITTEN_BY_HAND);
    this.act({ do: 'guessed', guess, mapping });
  }

  async previewMapped(file: File, mapping: Mapping): Promise<void> {
    const { name, hash } = await this.calls.putProfile(mapping.name, mappedProfile(mapping));
    await this.preview(file, { name, hash, snapshot: mapping.snapshot });
  }

  async preview(file: File, used: Used): Promise<void> {
    const { name, hash, snapshot } = used;
    const preview = await this.patiently(() => this.calls.preview(file, name));
    this.act({ do: 'previewed', preview, used: { name, hash, snapshot } });
  }

  async send(file: File, { name, hash }: Used): Promise<void> {
    const id = await jobName(file, hash);
    const stop = this.follow(id);
    try {
      const result = await this.patiently(() => this.calls.import(file, name, id));
      this.act({ do: 'sent', result });
    } finally {
      stop();
    }
  }

  /** Asks how far a file is until told to stop. A question that fails is no failure of the file. */
  private follow(id: string): () => void {
    const ended = new AbortController();
    const isOver = (): boolean => ended.signal.aborted || this.hasLeft();
    const look = async (): Promise<void> => {
      if (isOver()) return;
      const progress = await this.calls.progress(id).catch(() => undefined);
      if (progress && !isOver()) this.act({ do: 'progress', progress });
      timer = setTimeout(() => void look(), ASKED_EVERY_MS);
    };
    let timer = setTimeout(() => void look(), ASKED_EVERY_MS);
    return () => {
      ended.abort();
      clearTimeout(timer);
    };
  }

  private patiently<T>(call: () => Promise<T>): Promise<T> {
    return patiently(call, { onWait: (why) => this.act({ do: 'wait', why }), wait });
  }
}
