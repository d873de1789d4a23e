import type { JSX } from 'react';
import { callPath } from '../../api/queries.js';
import { answer } from '../../api/schemas.js';
import { useCall } from '../../api/use-call.js';
import { Empty } from '../../layout/states.js';
import { BreakdownSection } from '../../parts/breakdown-section.js';
import { Cite } from '../../parts/cite.js';
import { OwnBoardsOnly } from '../../parts/own-boards-only.js';
import { breakdownFigures } from '../../view/breakdowns.js';
import { isUnknown, named, rowName } from '../../view/groups.js';
import { figureIn } from '../../view/rows.js';
import type { PlacesProps } from './places-page.js';

const LEVELS = {
  sub_icb: { one: 'sub-ICB location', many: 'sub-ICB locations' },
  pcn: { one: 'primary care network', many: 'primary care networks' },
  practice: { one: 'practice', many: 'practices' },
} as const;
type Level = keyof typeof LEVELS;

/** The parts of the chosen area, and of the parts the parts: each is a way further in. */
export function InsideSection(props: PlacesProps): JSX.Element {
  const { asked, catalogue } = props;
  const { area, detailed } = asked.view;
  if (area.kind === 'board' || area.kind === 'own') {
    if (detailed) return <Inside {...props} />;
    return (
      <section className="wm-section" aria-labelledby="inside">
        <h2 id="inside" className="nhsuk-heading-m">
          Inside {asked.place.name}
        </h2>
        <OwnBoardsOnly what="What is inside of a board" catalogue={catalogue} change={asked.change} />
      </section>
    );
  }
  return (
    <section className="wm-section" aria-labelledby="inside">
      <h2 id="inside" className="nhsuk-heading-m">
        Inside a board
      </h2>
      <Empty title="Choose a board, on the map or above, to see its sub-ICB locations, networks and practices." />
    </section>
  );
}

function Inside({ asked, catalogue }: PlacesProps): JSX.Element {
  const { view, place, within, change } = asked;
  const { measure, pins } = view;
  const level: Level =
    within.pcn !== undefined ? 'practice' : within.sub_icb === undefined ? 'sub_icb' : 'pcn';
  const params = { ...place.params, ...within, versions: pins.versions };
  const called = useCall(callPath(`measures/${measure.id}`, { ...params, by: level }), answer);
  const whole = useCall(callPath(`measures/${measure.id}`, params), answer);
  const [row] = whole.data?.rows ?? [];
  const value = row && measure.unit !== 'count' ? figureIn(row, measure.unit).value : null;
  const areas = named(catalogue.areas, called.data ?? whole.data);
  const nameOf = (of: Level, code: string | undefined): string | undefined =>
    code === undefined ? undefined : rowName(of, code, areas);
  const name = nameOf('pcn', within.pcn) ?? nameOf('sub_icb', within.sub_icb) ?? place.name;
  return (
    <BreakdownSection
      id="inside"
      title={`Inside ${name}`}
      {...{ measure, by: level, called }}
      words={LEVELS[level]}
      groups={called.data && breakdownFigures(called.data.rows, level, measure.unit, areas)}
      reference={value === null ? null : { value, name: 'the whole' }}
      controls={<Path {...{ asked, nameOf }} />}
      nameOf={({ code, name: text }) =>
        level === 'practice' || isUnknown(level, code) ? (
          text
        ) : (
          <button type="button" className="wm-link-button" onClick={() => change({ [level]: code })}>
            {text}
          </button>
        )
      }
      footer={<Cite title={`${measure.name} inside ${name}`} answer={called.data} shown={asked.shown} />}
    />
  );
}

/** Where the reader is, and the way back out. */
function Path({
  asked: { within, place, change },
  nameOf,
}: Pick<PlacesProps, 'asked'> & {
  nameOf: (level: Level, code: string) => string | undefined;
}): JSX.Element | null {
  const { sub_icb, pcn } = within;
  if (sub_icb === undefined && pcn === undefined) return null;
  const steps = [
    { name: place.name, patch: { sub_icb: undefined, pcn: undefined } },
    ...(sub_icb !== undefined && pcn !== undefined
      ? [{ name: nameOf('sub_icb', sub_icb) ?? sub_icb, patch: { pcn: undefined } }]
      : []),
  ];
  return (
    <nav aria-label="The way back out" className="wm-cite__steps">
      {steps.map(({ name, patch }) => (
        <button key={name} type="button" className="wm-link-button" onClick={() => change(patch)}>
          Back to {name}
        </button>
      ))}
    </nav>
  );
}
