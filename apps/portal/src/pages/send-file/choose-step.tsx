import { useState, type JSX, type SubmitEvent } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Button, Radios } from 'nhsuk-react-components';
import type { ListedProfile, Template } from '../../api/import-schema.js';
import { count } from '../../labels/numbers.js';
import { londonTime } from '../../labels/periods.js';
import { Loading } from '../../layout/states.js';
import { FileField } from './file-field.js';
import type { Fault } from './mapping-faults.js';
import { errorAt, Faults, StepHeading, Working } from './parts.js';
import { SendProblem } from './send-problem.js';
import type { Reading } from './steps.js';
import { TEMPLATE_WORDS, Templates } from './templates.js';
import type { SendFile } from './use-send-file.js';

const FILE = 'file';
const READING = 'reading-1';
const MAX_OFFERED = 8;

/** The first step: which file, and how it is read. */
export function ChooseStep({ way }: { way: SendFile }): JSX.Element {
  const { calls, state } = way;
  const kept = useQuery({
    queryKey: ['file-readings', calls.provider],
    queryFn: async () => ({ profiles: await calls.profiles(), templates: await calls.templates() }),
    // Not the answer of before: a file that was sent since is a way to read the next one.
    gcTime: 0,
  });
  const begun = state.attempts > 0 || state.chosen !== undefined || state.again !== undefined;
  return (
    <section aria-label="Choose a file">
      <StepHeading caption="Step 1" focused={begun}>
        Choose a file
      </StepHeading>
      {kept.isPending ? <Loading what="the ways to read a file" /> : null}
      {kept.error && !kept.data ? (
        <SendProblem error={kept.error} onRetry={() => void kept.refetch()} />
      ) : null}
      {kept.data ? <ChooseForm way={way} {...kept.data} /> : null}
    </section>
  );
}

interface Kept {
  profiles: ListedProfile[];
  templates: Template[];
}

function ChooseForm({ way, profiles, templates }: Kept & { way: SendFile }): JSX.Element {
  const { state } = way;
  const offered = readingsOf(profiles, templates);
  const [file, setFile] = useState(state.chosen?.file);
  const [picked, setPicked] = useState(() => firstPicked(way, offered));
  const busy = state.work !== undefined;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (busy) return;
    const reading = offered.find(({ value }) => value === picked)?.reading;
    const faults = chooseFaults(file, reading);
    if (faults.length > 0 || !file || !reading) way.refuse(faults);
    else way.choose({ file, reading });
  };
  return (
    <>
      <Faults faults={state.faults} attempts={state.attempts} />
      {state.failed ? <SendProblem error={state.failed.error} onRetry={way.retry} /> : null}
      <form noValidate onSubmit={submit}>
        <FileField id={FILE} file={file} onFile={setFile} {...errorAt(state.faults, FILE)} />
        <Radios
          {...{ idPrefix: 'reading', name: 'reading', legend: 'How is it to be read?' }}
          legendProps={{ size: 's' }}
          {...errorAt(state.faults, READING)}
          onChange={(event) => setPicked((event.target as HTMLInputElement).value)}
        >
          {offered.map(({ value, label, hint }) => (
            <Radios.Item key={value} value={value} hint={hint} checked={picked === value}>
              {label}
            </Radios.Item>
          ))}
        </Radios>
        <Button aria-disabled={busy} data-faro-user-action-name="read-file">
          {busy ? 'Reading the file' : 'Continue'}
        </Button>
        {busy ? (
          <Working>{state.waiting ?? 'The file is being read. Nothing is kept of it yet.'}</Working>
        ) : null}
      </form>
      <Templates templates={templates} calls={way.calls} />
    </>
  );
}

interface Offered {
  value: string;
  label: string;
  hint: string;
  reading: Reading;
}

/** The latest profiles first, then the templates, then by the file's own columns. */
function readingsOf(profiles: ListedProfile[], templates: Template[]): Offered[] {
  const latest = profiles.toSorted((a, b) =>
    (b.lastImport?.updatedAt ?? '').localeCompare(a.lastImport?.updatedAt ?? ''),
  );
  const own = latest
    .filter(({ name }) => !templates.some((template) => template.name === name))
    .slice(0, MAX_OFFERED);
  return [
    ...own.map((profile) => ({
      ...{ value: `stored ${profile.name}`, label: `As before: ${profile.name}`, hint: lastText(profile) },
      reading: { by: 'stored' as const, ...profile },
    })),
    ...templates.map(({ name, hash = name }) => ({
      ...{ value: `template ${name}`, label: TEMPLATE_WORDS[name]?.label ?? name },
      hint: TEMPLATE_WORDS[name]?.hint ?? 'A template of Waymark’s',
      reading: { by: 'template' as const, name, hash },
    })),
    {
      ...{ value: 'own', label: 'By its own columns' },
      hint: 'The next step guesses what the columns are, and you put right what it got wrong',
      reading: { by: 'own' },
    },
  ];
}

function lastText({ lastImport, snapshot }: ListedProfile): string {
  const each = snapshot ? ' Each file holds every row there is.' : '';
  if (!lastImport) return `Nothing was sent in this way yet.${each}`;
  const { updatedAt, rows } = lastImport;
  const when = updatedAt === undefined ? '' : ` on ${londonTime(updatedAt).replace(/,.*/, '')}`;
  return `Last sent${when}: ${count(rows ?? 0)} rows.${each}`;
}

function firstPicked({ state }: SendFile, offered: Offered[]): string | undefined {
  const { chosen, again } = state;
  const reading = chosen?.reading;
  if (reading) return reading.by === 'own' ? 'own' : `${reading.by} ${reading.name}`;
  const before = offered.find((each) => 'name' in each.reading && each.reading.name === again);
  // Whoever has sent files before goes on as before; whoever has not is asked.
  return before?.value ?? offered.find((each) => each.reading.by === 'stored')?.value;
}

function chooseFaults(file: File | undefined, reading: Reading | undefined): Fault[] {
  return [
    ...(file ? [] : [{ field: FILE, text: 'Choose a file' }]),
    ...(file?.size === 0 ? [{ field: FILE, text: 'This file is empty: choose another one' }] : []),
    ...(reading ? [] : [{ field: READING, text: 'Choose how the file is to be read' }]),
  ];
}
