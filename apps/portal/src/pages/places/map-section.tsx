import type { JSX, ReactNode } from 'react';
import { Select } from 'nhsuk-react-components';
import { TileMap, type Tile } from '@waymark/charts';
import { rounded, type Unit } from '../../labels/numbers.js';
import { monthText, periodName, quarterText } from '../../labels/periods.js';
import { Empty } from '../../layout/states.js';
import { PageLink } from '../../layout/page-link.js';
import { ChartFigure, ChartSection } from '../../parts/chart-section.js';
import { Cite } from '../../parts/cite.js';
import { boardsSentence } from '../../sentences/boards-sentence.js';
import { figureText, notesText } from '../../sentences/figure-text.js';
import { standingAgainst } from '../../sentences/trend-sentence.js';
import type { BoardsAt, RankedBoard } from '../../view/boards-at.js';
import { quartersOf } from '../../view/rows.js';
import { placeName } from '../../view/view.js';
import { BoardsTable } from '../trends/boards-table.js';
import type { PlacesProps } from './places-page.js';

/** England as a map of hexagons in one quarter. */
export function MapSection({ asked, places, catalogue }: PlacesProps): JSX.Element {
  const { view, change } = asked;
  const { measure } = view;
  const { called, at } = places;
  const nothing = called.data?.unlisted === true ? 'nothing recorded, or too few people' : 'nothing recorded';
  const sentence = at
    ? boardsSentence({ ...at, measure })
    : called.data && 'No board has a figure to compare.';
  return (
    <ChartSection
      id="map"
      title={catalogue.me.role === 'provider' ? 'Your service on the map' : 'The boards on the map'}
      sentence={sentence}
      error={called.data ? null : called.error}
      onRetry={called.retry}
      preparing={called.preparing}
      download={{ path: places.path, what: 'the boards' }}
      controls={places.boards && at ? <Quarter {...{ asked, places }} at={at} /> : null}
      footer={
        <Cite
          title={`${measure.name} by board${at ? `, ${periodName(at.quarter)}` : ''}`}
          answer={called.data}
          shown={{ ...asked.shown, at: at && quarterText(at.quarter.start) }}
        />
      }
    >
      {at ? (
        <>
          <ChartFigure caption={captionOf(at, nothing)}>
            <TileMap
              key={at.quarter.start}
              title={`${measure.name} by board, ${periodName(at.quarter)}`}
              tiles={tilesOf({ asked, places, catalogue }, at)}
              standingOf={(tile) => standingOf(boardOf(at, tile.id), at.england)}
              labelOf={(tile) => `${tile.name}: ${textOf(boardOf(at, tile.id), measure.unit, nothing)}`}
              readingOf={(tile) => (
                <Reading {...{ tile, at, nothing, unit: measure.unit }}>
                  <button
                    type="button"
                    className="wm-link-button"
                    onClick={() => change({ area: tile.id, sub_icb: undefined, pcn: undefined })}
                  >
                    Choose {tile.name}
                  </button>
                  <PageLink to="/trends" search={{ measure: measure.id, area: tile.id }}>
                    Its trend
                  </PageLink>
                </Reading>
              )}
              formatValue={(value) => rounded(value, measure.unit)}
            />
          </ChartFigure>
          <BoardsTable {...{ view, at, change }} what="the map" />
        </>
      ) : (
        <Empty title="There are no figures by board for this choice." />
      )}
    </ChartSection>
  );
}

function Quarter({
  asked,
  places,
  at,
}: Pick<PlacesProps, 'asked' | 'places'> & { at: BoardsAt }): JSX.Element {
  return (
    <Select
      {...{ id: 'at', label: 'Quarter', value: quarterText(at.quarter.start) }}
      formGroupProps={{ className: 'wm-quarter' }}
      onChange={(event) => asked.change({ at: event.target.value })}
    >
      {quartersOf([...(places.boards ?? []), { period: at.quarter }]).map((quarter) => (
        <option key={quarter.start} value={quarterText(quarter.start)}>
          {periodName(quarter)}
        </option>
      ))}
    </Select>
  );
}

/** A tile for every board that there was, or for every one of today; also for those of whom nothing is known. */
function tilesOf({ asked, places, catalogue: { areas } }: PlacesProps, at: BoardsAt): Tile[] {
  const day = `${monthText(at.quarter.start)}-01`;
  const asWas = places.before && !asked.today;
  return areas.boards.flatMap(({ code, tile, validFrom, validTo }) => {
    const there = asWas ? !isLater(validFrom, day) && (validTo == null || validTo >= day) : validTo == null;
    if (!there || !tile) return [];
    const board = boardOf(at, code);
    return [
      {
        ...{ id: code, name: placeName(code, areas), place: tile },
        value: board?.figure.value ?? null,
        withheld: board?.figure.withheld ?? false,
        highlighted: board?.highlighted ?? false,
      },
    ];
  });
}

/** The 42 also stand for everything before them. */
function isLater(from: string | null | undefined, day: string): boolean {
  return from != null && from > day && from > '2022-07-01';
}

function boardOf({ ranked }: BoardsAt, code: string): RankedBoard | undefined {
  return ranked.find((board) => board.code === code);
}

function standingOf(board: RankedBoard | undefined, england: number | null): 'higher' | 'similar' | 'lower' {
  return board && england !== null ? standingAgainst(board.figure, england) : 'similar';
}

/** @param nothing what is said of a board that is not in the answer */
function textOf(board: RankedBoard | undefined, unit: Unit, nothing: string): string {
  if (!board) return `${nothing}.`;
  return `${figureText(board.figure, unit)}. ${notesText(board.figure)}`.trim();
}

interface ReadingProps {
  tile: Tile;
  at: BoardsAt;
  unit: Unit;
  nothing: string;
  children: ReactNode;
}

function Reading({ tile, at, unit, nothing, children }: ReadingProps): JSX.Element {
  return (
    <>
      <strong>{tile.name}</strong>
      <span>{textOf(boardOf(at, tile.id), unit, nothing)}</span>
      {children}
    </>
  );
}

function captionOf({ england, figures, provisional }: BoardsAt, nothing: string): string {
  return [
    'Each hexagon is a board, about where it lies; the darker, the higher.',
    england === null ? '' : 'A triangle up: its 95% limits lie above England. A triangle down: below.',
    provisional ? 'This quarter is not final yet.' : '',
    figures.some(({ withheld }) => withheld) ? 'An asterisk: withheld, about too few people.' : '',
    `A dash: ${nothing}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}
