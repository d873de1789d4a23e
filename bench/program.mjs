// The real program for benchmarks: started on a directory, asked over HTTP.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { QUESTIONS } from './questions.mjs';

const WAYMARK = fileURLToPath(new URL('../apps/waymark/bin/waymark.js', import.meta.url));

/** Starts the program on a data directory and waits until everything is shown. */
export async function shownProgram(dataDir, seed) {
  const run = runner(dataDir, seed);
  const { child, output, ended } = run('serve');
  const url = await answering(child, output);
  const { users, providers } = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'));
  const program = {
    ...{ url, users, providers, run },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await ended;
    },
  };
  while ((await ask(program, status())).body.lag > 0) await sleep(200);
  return program;
}

/** Every question of questions.mjs once, one after the other. @param anew what was counted for one helps none after it */
export async function askAll(program, anew = false) {
  const asked = [];
  for (const question of QUESTIONS) {
    if (anew) await somethingArrives(program);
    asked.push(await ask(program, question));
  }
  return asked;
}

/** One event more, shown: whatever the portal keeps of the tables as they were is of no use any more. */
export async function somethingArrives(program) {
  const [[id, { key, sourcePrefix }]] = Object.entries(program.providers);
  const event = {
    ...{ specversion: '1.0', id: randomUUID(), source: `${sourcePrefix}bench`, subject: `bench-${id}` },
    ...{ type: 'org.waymark.referral.received.v1', time: '2025-01-02T09:00:00Z' },
    data: { person: { id: 'bench' } },
  };
  const answer = await fetch(`${program.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(event),
  });
  if (answer.status !== 202) throw new Error(`push: ${answer.status} ${await answer.text()}`);
  while ((await ask(program, status())).body.lag > 0) await sleep(20);
}

export async function ask({ url, users }, { role, path }) {
  const began = performance.now();
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${users[role].token}` } });
  const body = await answer.json();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  return { ms: performance.now() - began, path, rows: body.rows?.length ?? 0, body };
}

export function status() {
  return { role: 'controller', path: '/api/v1/status' };
}

export function summary(asked) {
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

export function round(value) {
  return Math.round(value * 100) / 100;
}

function atShare(sorted, share) {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function runner(dataDir, seed) {
  const own = { WAYMARK_DATA_DIR: dataDir, WAYMARK_PORT: '0', WAYMARK_SEED: seed };
  const env = { ...withoutSettings(process.env), ...own };
  return (...args) => {
    const child = spawn(process.execPath, [WAYMARK, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    return { child, output: () => text, ended: once(child, 'exit') };
  };
}

async function answering(child, output) {
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
