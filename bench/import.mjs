// Rows per second of an import beside a bare read of the same file, and the most memory meanwhile.
//   npm run build && node --expose-gc bench/import.mjs [rows=1000000]
// What is timed: decoding, parsing, mapping and admission of every row, as the server does it (the log is left out: see `waymark import`
// for the whole way). The file is written to a temporary directory first.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listRejects } from '../apps/ingest-api/dist/imports/list-rejects.js';
import { parseProfile } from '../packages/provider-formats/dist/index.js';

const rows = Number(process.argv[2] ?? 1_000_000);
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'waymark-bench-import-'));
const file = path.join(directory, 'appointments.csv');
const profile = parseProfile(
  fs.readFileSync(new URL('../docs/profiles/appointments.yaml', import.meta.url), 'utf8'),
);

try {
  await write();
  const bare = await timed(async () => {
    for await (const chunk of fs.createReadStream(file)) void chunk.length;
  });
  const taken = await timed(() => listRejects(profile, fs.createReadStream(file), () => undefined));
  console.log(JSON.stringify({ rows, bytes: fs.statSync(file).size, bare, import: taken }, null, 2));
} finally {
  fs.rmSync(directory, { recursive: true });
}

async function write() {
  const out = fs.createWriteStream(file);
  out.write('PatientId,AppointmentID,Gender,ScheduledDay,AppointmentDay,Age,No-show\n');
  for (let row = 0; row < rows; row += 1) {
    const day = String(1 + (row % 28)).padStart(2, '0');
    const line = `P${Math.floor(row / 3)},${row},F,2016-04-${day}T16:07:23Z,2016-05-${day}T00:00:00Z,${row % 90},${row % 4 ? 'No' : 'Yes'}\n`;
    if (!out.write(line)) await new Promise((resolve) => out.once('drain', resolve));
  }
  await new Promise((resolve) => out.end(resolve));
}

async function timed(work) {
  globalThis.gc?.();
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 100);
  const from = performance.now();
  await work();
  clearInterval(watch);
  const seconds = (performance.now() - from) / 1_000;
  return { seconds, rowsPerSecond: Math.round(rows / seconds), mostMemoryMB: Math.round(most / 1e6) };
}
