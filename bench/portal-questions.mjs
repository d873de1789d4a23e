#!/usr/bin/env node
// How long the portal takes to answer, against the same questions written by hand over the same tables.
//
//   npm run build && node bench/portal-questions.mjs [referrals, default 60000] [directory with a log and tables, default a new one]
//
// Starts the real program and asks the 50 questions of questions.mjs, three rounds, one question at a time, an event arriving before
// each, so that nothing is kept from the question before (`all`); once more while nothing arrives, as the charts of a page are asked
// (`whileNothingArrives`); then those of hand-written.mjs as a controller (exact), an analyst and a researcher (with disclosure
// control), an event before each; stops it, and puts the hand-written statements to the same tables. Prints one JSON object: milliseconds, and ratios to the hand-written ones.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { editionRecords } from '../packages/areas/dist/index.js';
import { openEmbeddedLog, TOPICS } from '../packages/event-log/dist/index.js';
import { syntheticEdition } from '../packages/synthetic/dist/index.js';
import { currentGeneration, openWarehouse } from '../packages/warehouse/dist/index.js';
import { handWritten } from './hand-written.mjs';
import { ask, askAll, round, shownProgram, somethingArrives, status, summary } from './program.mjs';

const ROUNDS = 3;
const referrals = Number(process.argv[2] ?? 60_000);
const directory = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'waymark-bench-'));
mkdirSync(directory, { recursive: true });
const standing = existsSync(join(directory, 'log'));
if (standing) await withAreas(directory);

const asked = await askPortal();
const by = await byHand(asked.asOf);
const pairs = by.map(({ path, over, ms }) => ({
  ...{ path, over, byHandMs: round(ms) },
  ...Object.fromEntries(
    ['controller', 'icb_analyst', 'researcher'].map((role) => [
      `${role}Ms`,
      round(asked.same[`${role} ${path}`]),
    ]),
  ),
}));
const ratio = (role) => {
  const ratios = pairs.map((pair) => pair[`${role}Ms`] / pair.byHandMs).sort((a, b) => a - b);
  return { median: round(ratios[Math.floor(ratios.length / 2)]), most: round(ratios.at(-1)) };
};
console.log(
  JSON.stringify(
    {
      ...{ referrals, cores: cpus().length, records: asked.records },
      overReferrals: summary(asked.mixed.filter(({ path }) => !overSessions(path))),
      overSessions: summary(asked.mixed.filter(({ path }) => overSessions(path))),
      all: summary(asked.mixed),
      whileNothingArrives: summary(asked.kept),
      pairs,
      timesByHand: { exact: ratio('controller'), hes: ratio('icb_analyst'), research: ratio('researcher') },
    },
    undefined,
    2,
  ),
);
if (process.argv[3] === undefined) rmSync(directory, { recursive: true, force: true });

async function askPortal() {
  const program = await shownProgram(directory, standing ? 'none' : String(referrals));
  try {
    await askAll(program);
    const mixed = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) mixed.push(...(await askAll(program, true)));
    const kept = await askAll(program);
    const same = {};
    for (const role of ['controller', 'icb_analyst', 'researcher']) {
      for (const { path } of handWritten('x', 'now64()')) {
        const times = [];
        for (let turn = 0; turn < ROUNDS; turn += 1) {
          await somethingArrives(program);
          times.push((await ask(program, { role, path: `/api/v1/${path}` })).ms);
        }
        same[`${role} ${path}`] = Math.min(...times);
      }
    }
    const { body } = await ask(program, status());
    const records = body.position.reduce((sum, each) => sum + each, 0);
    return { mixed, kept, same, asOf: body.shownUpTo, records };
  } finally {
    await program.stop();
  }
}

/** The fastest of some turns of each, as the portal's. */
async function byHand(asOf) {
  const warehouse = await openWarehouse({ directory: join(directory, 'chdb') });
  const { database } = await currentGeneration(warehouse);
  const times = [];
  for (const { path, over, sql } of handWritten(database, `parseDateTime64BestEffort('${asOf}', 3)`)) {
    const turns = [];
    for (let turn = 0; turn < ROUNDS + 1; turn += 1) {
      const began = performance.now();
      await warehouse.query(sql);
      turns.push(performance.now() - began);
    }
    times.push({ path, over, ms: Math.min(...turns) });
  }
  await warehouse.close();
  return times;
}

/** A log that was not seeded by the program knows no areas yet. */
async function withAreas(where) {
  const log = await openEmbeddedLog({ directory: join(where, 'log') });
  await log.ensureTopics(Object.values(TOPICS));
  const [end = 0] = await log.ends(TOPICS.reference.name);
  if (end === 0) {
    const parts = editionRecords(syntheticEdition());
    const encoder = new TextEncoder();
    await log.append(
      TOPICS.reference.name,
      parts.map(({ key, value }) => ({ key, value: encoder.encode(value) })),
    );
  }
  await log.close();
}

function overSessions(path) {
  return /measures\/(attendance|dna|cancelled|recording|retained|sustained|dose|completed|re_engaged)/.test(
    path,
  );
}
