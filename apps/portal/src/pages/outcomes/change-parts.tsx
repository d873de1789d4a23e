import type { JSX } from 'react';
import { Table } from 'nhsuk-react-components';
import { BarChart, IntervalChart, type Shape } from '@waymark/charts';
import { count, exact, rounded, type Unit } from '../../labels/numbers.js';
import { ChartFigure, TableToggle } from '../../parts/chart-section.js';
import { limitsText, notesText, valueText } from '../../sentences/figure-text.js';
import { directionOf, type Change } from '../../view/changes.js';

interface PartProps {
  title: string;
  changes: Change[];
  unit: Unit;
}

const SHAPES: Record<ReturnType<typeof directionOf>, Shape> = {
  ...{ better: 'up', worse: 'down', unclear: 'circle' },
};
const WORDS = { better: 'for the better', worse: 'for the worse', unclear: 'may be chance' };

/** Paired change with its limits beside a line at no change. */
export function ChangeFigure({ title, changes, unit }: PartProps): JSX.Element {
  const find = (id: string): Change | undefined => changes.find(({ code }) => code === id);
  return (
    <ChartFigure caption="Change in the score of the same person about twelve weeks after the first session, with 95% limits. A triangle up: for the better, whichever way the score goes. A triangle down: for the worse. A circle: may be chance.">
      <IntervalChart
        key={title}
        {...{ title, unit, rowsAre: 'changes', reference: { value: 0, name: 'No change' } }}
        items={changes.map(({ code, name, value, lower, upper, withheld }) => ({
          ...{ id: code, name, value, lower, upper, withheld, highlighted: false },
        }))}
        shapeOf={({ id }) => {
          const change = find(id);
          return change ? SHAPES[directionOf(change)] : 'circle';
        }}
        labelOf={({ id }) => labelText(find(id))}
        formatValue={(value) => signed(value)}
      />
    </ChartFigure>
  );
}

function labelText(change: Change | undefined): string {
  if (!change) return '';
  const limits = limitsText(change, change.unit);
  return `${change.name}: ${valueText(change, change.unit)}${limits === '' ? '' : ` (95% limits ${limits})`}, ${WORDS[directionOf(change)]}. ${coverageText(change)}`;
}

/** "+2.2", "−1.5", "0". */
function signed(value: number): string {
  const text = Math.abs(value).toLocaleString('en-GB', { maximumFractionDigits: 1 });
  return value === 0 || text === '0' ? '0' : `${value > 0 ? '+' : '−'}${text}`;
}

function coverageText({ coverage, numerator, denominator }: Change): string {
  if (coverage === null || numerator === null || denominator === null)
    return 'How many were asked again is withheld.';
  return `${exact(coverage, 'proportion')} were asked again, ${count(numerator)} of ${count(denominator)}.`;
}

/** How many were asked again: as large as the change. */
export function CoverageFigure({ title, changes }: PartProps): JSX.Element {
  return (
    <ChartFigure caption="Of people who started and have a first score, the share of whom there is a second, 8 to 20 weeks after the first session.">
      <BarChart
        {...{ title, full: 1 }}
        items={changes.map(({ code, name, coverage }) => ({
          ...{ id: code, name, value: coverage, withheld: coverage === null },
        }))}
        labelOf={({ id, name }) => {
          const change = changes.find(({ code }) => code === id);
          return change ? `${name}: ${coverageText(change)}` : name;
        }}
        formatValue={(value) => rounded(value, 'proportion')}
      />
    </ChartFigure>
  );
}

/** The change, the coverage and where both began, in one table. */
export function ChangeTable({ title, changes }: Omit<PartProps, 'unit'>): JSX.Element {
  return (
    <TableToggle what={title.toLowerCase()}>
      <Table firstCellIsHeader caption={title} captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>Of</Table.Cell>
            {['Change', '95% limits', 'Asked again', 'With a first score', 'Share asked again'].map(
              (head) => (
                <Table.Cell key={head} format="numeric">
                  {head}
                </Table.Cell>
              ),
            )}
            <Table.Cell>Notes</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {changes.map((change) => (
            <Table.Row key={change.code}>
              <Table.Cell>{change.name}</Table.Cell>
              {changeCells(change).map((text, nth) => (
                <Table.Cell key={nth} format="numeric">
                  {text}
                </Table.Cell>
              ))}
              <Table.Cell>{notesText(change)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableToggle>
  );
}

const part = (value: number | null): string => (value === null ? 'withheld' : count(value));

function changeCells(change: Change): string[] {
  const { unit, numerator, denominator, coverage } = change;
  return [
    valueText(change, unit),
    limitsText(change, unit),
    part(numerator),
    part(denominator),
    coverage === null ? 'withheld' : exact(coverage, 'proportion'),
  ];
}

/** Where those began who were asked again, and those who were not. */
export function BaselineTable({ changes }: { changes: Change[] }): JSX.Element {
  const text = (value: number | null, unit: Unit): string =>
    value === null ? 'withheld or none' : exact(value, unit);
  return (
    <div className="wm-scroll" role="region" aria-label="Table of where people began" tabIndex={0}>
      <Table firstCellIsHeader caption="Mean first score" captionProps={{ size: 's' }}>
        <Table.Head>
          <Table.Row>
            <Table.Cell>Of</Table.Cell>
            <Table.Cell format="numeric">Asked again</Table.Cell>
            <Table.Cell format="numeric">Not asked again</Table.Cell>
          </Table.Row>
        </Table.Head>
        <Table.Body>
          {changes.map(({ code, name, unit, paired, unpaired }) => (
            <Table.Row key={code}>
              <Table.Cell>{name}</Table.Cell>
              <Table.Cell format="numeric">{text(paired, unit)}</Table.Cell>
              <Table.Cell format="numeric">{text(unpaired, unit)}</Table.Cell>
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </div>
  );
}
