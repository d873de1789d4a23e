import { ownCsv } from './own-csv.js';

test('a file opens in a spreadsheet as it is: with its mark, quoted where needed, numbers as numbers', () => {
  const csv = ownCsv(
    ['Your referral', 'Missed'],
    [
      ['r, "1"', 2],
      ['é', null],
    ],
  );
  expect(csv).toBe('\uFEFFYour referral,Missed\r\n"r, ""1""",2\r\né,\r\n');
});

test.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  '%j is no formula there',
  (id) => {
    const [, line = ''] = ownCsv(['id'], [[id]]).split('id\r\n');
    expect(line.replace(/^"/, '')).toMatch(/^'/);
  },
);
