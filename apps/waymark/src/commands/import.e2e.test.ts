import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, shown } from '../testing/calls.js';
import { environment, runProgram, startProgram, type RunningProgram } from '../testing/running-program.js';

const PROFILE = join(__dirname, '../../../../docs/profiles/appointments.yaml');
const HEADER =
  'PatientId,AppointmentID,Gender,ScheduledDay,AppointmentDay,Age,Neighbourhood,Scholarship,Hipertension,Diabetes,Alcoholism,Handcap,SMS_received,No-show';

/** Invented rows in the shape of the public record: so many people, two appointments each. */
function file(people: number, noShow: (row: number) => string): string {
  const rows = Array.from({ length: people * 2 }, (_, row) => {
    const patient = row % 3 === 0 ? `${93779529 + Math.floor(row / 2)}27E-5` : `8841${Math.floor(row / 2)}`;
    const day = String(1 + (row % 28)).padStart(2, '0');
    const booked = `2016-04-${day}T16:07:23Z,2016-05-${day}T00:00:00Z`;
    return `${patient},${5_642_000 + row},F,${booked},${row === 0 ? -1 : 56},VITÓRIA,0,1,1,0,0,0,${noShow(row)}`;
  });
  return `${HEADER}\n${rows.join('\n')}\n`;
}

const everyThird = (row: number): string => (row % 3 === 0 ? 'Yes' : 'No');

describe('waymark import', () => {
  const directory = mkdtempSync(join(tmpdir(), 'waymark-import-'));
  let program: RunningProgram;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(async () => {
    await program.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  function write(name: string, text: string): string {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  }

  async function importing(
    path: string,
    profile = PROFILE,
  ): Promise<{ code: number | null; output: string }> {
    const to = ['--to', program.url, '--provider', 'demo-leisure'];
    return runProgram(['import', path, '--profile', profile, ...to], environment(program.dataDir));
  }

  async function attendance(): Promise<unknown> {
    await shown(program);
    const [row] = await measure(program, 'attendance');
    return { attended: row?.numerator, of: row?.denominator };
  }

  test('an export, corrected, and as it was again: the tables are those of the file sent last', async () => {
    const a = write('a.csv', file(30, everyThird));
    const b = write('b.csv', `\uFEFF${file(30, () => 'No').replaceAll('\n', '\r\n')}`);
    expect(await importing(a)).toMatchObject({
      code: 0,
      output: expect.stringContaining('60 rows accepted') as string,
    });
    expect(await attendance()).toEqual({ attended: 40, of: 60 });
    expect((await importing(a)).code).toBe(0);
    expect(await attendance()).toEqual({ attended: 40, of: 60 });
    // By the name under which the profile is stored now.
    expect((await importing(b, 'appointments')).code).toBe(0);
    expect(await attendance()).toEqual({ attended: 60, of: 60 });
    expect((await importing(a)).output).toContain('revision 2');
    expect(await attendance()).toEqual({ attended: 40, of: 60 });
  });

  test('after a restart the job last completed is still known, and the tables are the same', async () => {
    const a = join(directory, 'a.csv');
    const before = await attendance();
    await program.stop();
    program = await startProgram({ dataDir: program.dataDir });
    expect(await importing(a)).toMatchObject({
      code: 0,
      output: expect.stringContaining('revision 2') as string,
    });
    expect(await attendance()).toEqual(before);
  });

  test('every reject is in a file beside the export, by row and column and without what stood there', async () => {
    const path = write(
      'bad.csv',
      file(700, (row) => (row < 1_200 ? 'Perhaps' : 'No')),
    );
    const { code, output } = await importing(path);
    expect([code, output.includes(`${path}.rejects.csv`)]).toEqual([1, true]);
    const [header, ...lines] = readFileSync(`${path}.rejects.csv`, 'utf8').trim().split('\n');
    expect(header).toBe('row,column,code,expected');
    expect(lines).toHaveLength(1_200);
    expect(lines[1_199]).toBe('1201,No-show,not_in_list,"one of No, Yes"');
    expect(lines.join('\n')).not.toMatch(/Perhaps|8841/);
  });

  test('what it cannot run is exit 2, and why', async () => {
    const a = join(directory, 'a.csv');
    const cases: [why: string, path: string, profile?: string][] = [
      ['there is no file', join(directory, 'none.csv')],
      ['no profile file', a, join(directory, 'none.yaml')],
      ['unknown_profile', a, 'nobody'],
      ['/nam', a, write('p.yaml', 'waymarkProfile: 1\nnam: x\n')],
      ['empty_file', write('empty.csv', '')],
      ['"PatientId"', write('other.csv', 'a,b\n1,2\n')],
    ];
    const outcomes = await Promise.all(cases.map(([, path, profile]) => importing(path, profile)));
    expect(outcomes.map(({ code }) => code)).toEqual(cases.map(() => 2));
    for (const [at, [why]] of cases.entries()) expect(outcomes[at]?.output).toContain(why);
    expect(existsSync(`${join(directory, 'empty.csv')}.rejects.csv`)).toBe(false);
  });
});
