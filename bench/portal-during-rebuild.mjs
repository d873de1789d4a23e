#!/usr/bin/env node
// How long questions take while the tables are built again beside those that answer, against how long they take without.
//
//   npm run build && node bench/portal-during-rebuild.mjs [referrals, default 60000] [rounds without a rebuild, default 3]
//
// Starts the real program on a directory of its own, waits until everything is shown, and asks the 50 questions of questions.mjs
// one after the other: some rounds of them, then again and again while `waymark rebuild` runs, as a process of its own that has
// the running program do it, with one rebuild after the other until every question was asked beside one. Whole rounds are
// compared, so that both sides are the same mix. No question names an entity tag, and the portal keeps no answers: each is
// counted from the tables. Prints one JSON object.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { QUESTIONS } from './questions.mjs';

const WAYMARK = fileURLToPath(new URL('../apps/waymark/bin/waymark.js', import.meta.url));
const referrals = Number(process.argv[2] ?? 60_000);
const roundsAlone = Number(process.argv[3] ?? 3);
const dataDir = mkdtempSync(join(tmpdir(), 'waymark-bench-'));
const env = {
  ...withoutSettings(process.env),
  WAYMARK_DATA_DIR: dataDir,
  WAYMARK_PORT: '0',
  WAYMARK_SEED: String(referrals),
};

const program = run('serve');
try {
  const url = await answering(program);
  const { users } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'));
  await allShown(url, users);
  // The first of each compiles code and opens files.
  await askAll(url, users);

  const without = [];
  for (let turn = 0; turn < roundsAlone; turn += 1) without.push(...(await askAll(url, users)));
  const before = await ask(url, users, status());
  const rebuild = await rebuildMeanwhile(url, users);
  const after = await ask(url, users, status());

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
  if (program.child.exitCode === null) {
    program.child.kill('SIGTERM');
    await program.ended;
  }
  rmSync(dataDir, { recursive: true, force: true });
}

/** Rebuilds, one after the other, until a whole round was asked beside them; answers whole rounds. */
async function rebuildMeanwhile(url, users) {
  const asked = [];
  const seconds = [];
  while (asked.length < QUESTIONS.length) seconds.push(await rebuildOnce(url, users, asked));
  return { asked: asked.slice(0, asked.length - (asked.length % QUESTIONS.length)), seconds };
}

/** Asks on until the rebuild has ended; a question under way at its end counts with it. Answers how long it took. */
async function rebuildOnce(url, users, asked) {
  const began = performance.now();
  const { child, output, ended } = run('rebuild', '--to', url);
  let seconds;
  void ended.then(() => (seconds = (performance.now() - began) / 1000));
  while (seconds === undefined) asked.push(await ask(url, users, QUESTIONS[asked.length % QUESTIONS.length]));
  if (child.exitCode !== 0) throw new Error(`the rebuild ended with ${child.exitCode}:\n${output()}`);
  return seconds;
}

async function askAll(url, users) {
  const asked = [];
  for (const question of QUESTIONS) asked.push(await ask(url, users, question));
  return asked;
}

async function ask(url, users, { role, path }) {
  const began = performance.now();
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${users[role].token}` } });
  const body = await answer.json();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  return { ms: performance.now() - began, path, rows: body.rows?.length ?? 0, body };
}

async function allShown(url, users) {
  while ((await ask(url, users, status())).body.lag > 0) await sleep(200);
}

function status() {
  return { role: 'controller', path: '/api/v1/status' };
}

function summary(asked) {
  const times = asked.map(({ ms }) => ms).sort((a, b) => a - b);
  const slowest = asked.reduce((slowest, each) => (each.ms > slowest.ms ? each : slowest));
  return {
    questions: asked.length,
    rows: asked.reduce((sum, { rows }) => sum + rows, 0),
    p50Ms: round(atShare(times, 0.5)),
    p95Ms: round(atShare(times, 0.95)),
    maxMs: round(slowest.ms),
    slowest: slowest.path,
  };
}

function atShare(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function run(...args) {
  const child = spawn(process.execPath, [WAYMARK, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  return { child, output: () => text, ended: once(child, 'exit') };
}

async function answering({ child, output }) {
  for (;;) {
    const url = /answers at (http:\S+)/.exec(output())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the program ended before it answered:\n${output()}`);
    await sleep(50);
  }
}

/** A shell's own settings stay outside. */
function withoutSettings(from) {
  const own = ([name]) => !/^(WAYMARK_|KAFKA_|CLICKHOUSE_|OIDC_)/.test(name);
  return Object.fromEntries(Object.entries(from).filter(own));
}

function round(value) {
  return Math.round(value * 100) / 100;
}
