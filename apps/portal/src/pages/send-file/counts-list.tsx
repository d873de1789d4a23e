import type { JSX } from 'react';
import { SummaryList } from 'nhsuk-react-components';
import type { Preview } from '../../api/import-schema.js';
import { count } from '../../labels/numbers.js';

type Counts = Pick<Preview, 'rows' | 'accepted' | 'duplicates' | 'rejected' | 'leftOut'>;

/** What becomes, or became, of the rows. @param accepted what the rows taken are called */
export function CountsList({ counts, accepted }: { counts: Counts; accepted: string }): JSX.Element {
  const rows: [string, number][] = [
    ['Rows in the file', counts.rows],
    [accepted, counts.accepted],
    ['The same as another row, or sent before', counts.duplicates],
    ['Refused', counts.rejected],
    ['Left out, as the profile says', counts.leftOut],
  ];
  return (
    <SummaryList className="wm-counts">
      {rows
        .filter(([, many], nth) => nth < 2 || many > 0)
        .map(([what, many]) => (
          <SummaryList.Row key={what}>
            <SummaryList.Key>{what}</SummaryList.Key>
            <SummaryList.Value>{count(many)}</SummaryList.Value>
          </SummaryList.Row>
        ))}
    </SummaryList>
  );
}
