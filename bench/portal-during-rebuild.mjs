#!/usr/bin/env node
// How long questions take while the tables are built again beside those that answer, against how long they take without.
//
//   npm run build && node bench/portal-during-rebuild.mjs [referrals, default 60000] [rounds without a rebuild, default 3]
//
// Starts the real program on a directory of its own, waits until everything is shown, and asks the 50 questions of questions.mjs
// one after the other: some rounds of them, then again and again while `waymark rebuild` runs, as a process of its own that has
// the running program do it, with one rebuild after the other until every question was asked beside one. Whole rounds are
// compared, so that both sides are the same mix. No question names an entity tag, and an event arrives before each: each is counted from
// the tables. Prints one JSON object.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, askAll, round, shownProgram, somethingArrives, status, summary } from './program.mjs';
import { QUESTIONS } from './questions.mjs';

const referrals = Number(process.argv[2] ?? 60_000);
const roundsAlone = Number(process.argv[3] ?? 3);
const dataDir = mkdtempSync(join(tmpdir(), 'waymark-bench-'));

const program = await shownProgram(dataDir, String(referrals));
try {
  // The first of each compiles code and opens files.
  await askAll(program);

  const without = [];
  for (let turn = 0; turn < roundsAlone; turn += 1) without.push(...(await askAll(program, true)));
  const before = await ask(program, status());
  const rebuild = await rebuildMeanwhile();
  const after = await ask(program, status());

  const [alone, beside] = [summary(without), summary(rebuild.asked)];
  console.log(
    JSON.stringify(
      {
        referrals,
        events: before.body.position.reduce((sum, records) => sum + records, 0),
        cores: cpus().length,
        withoutRebuild: alone,
        duringRebuild: beside,
        timesP50: round(beside.p50Ms / alone.p50Ms),
        timesP95: round(beside.p95Ms / alone.p95Ms),
        rebuildSeconds: rebuild.seconds.map(round),
        generations: [before.body.generation, after.body.generation],
      },
      undefined,
      2,
    ),
  );
} finally {
  await program.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Rebuilds, one after the other, until a whole round was asked beside them; answers whole rounds. */
async function rebuildMeanwhile() {
  const asked = [];
  const seconds = [];
  while (asked.length < QUESTIONS.length) seconds.push(await rebuildOnce(asked));
  return { asked: asked.slice(0, asked.length - (asked.length % QUESTIONS.length)), seconds };
}

/** Asks on until the rebuild has ended; a question under way at its end counts with it. Answers how long it took. */
async function rebuildOnce(asked) {
  const began = performance.now();
  const { child, output, ended } = program.run('rebuild', '--to', program.url);
  let seconds;
  void ended.then(() => (seconds = (performance.now() - began) / 1000));
  while (seconds === undefined) {
    await somethingArrives(program);
    asked.push(await ask(program, QUESTIONS[asked.length % QUESTIONS.length]));
  }
  if (child.exitCode !== 0) throw new Error(`the rebuild ended with ${child.exitCode}:\n${output()}`);
  return seconds;
}
