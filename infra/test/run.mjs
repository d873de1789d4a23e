// `npm test`: build, types, lint, then every jest project with a Kafka broker beside it.
//
//   npm test -- <anything for jest>
//
// KAFKA_BROKERS names a broker that already runs; else one is started here (Java 17+, and Maven the first time).
// Without one, what needs it is skipped loudly; with CI=true that is a failure. Tests are told the address in
// WAYMARK_TEST_KAFKA_BROKERS and never see KAFKA_BROKERS, so that no test talks to a broker by accident.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import broker from '../kafka/broker.cjs';

const root = path.resolve(import.meta.dirname, '../..');
const steps = [];
const children = new Set();
let interrupted = false;
let skippedSome = false;

async function step(name, work) {
  process.stdout.write(`\n=== ${name}\n`);
  const began = Date.now();
  const result = await work();
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  steps.push(`${name}: ${seconds} s`);
  process.stdout.write(`=== ${name}: ${seconds} s\n`);
  return result;
}

/** Runs a program of node_modules/.bin and throws when it fails. */
async function run(command, args, env = process.env) {
  if (interrupted) throw new Error('interrupted');
  const bin = path.join(root, 'node_modules', '.bin', command);
  const child = spawn(bin, args, { cwd: root, stdio: 'inherit', env });
  children.add(child);
  const [code, signal] = await once(child, 'exit');
  children.delete(child);
  if (code !== 0) throw new Error(`${command} ended with ${signal ?? `code ${code}`}`);
}

async function kafka() {
  if (process.env.KAFKA_BROKERS) return { brokers: process.env.KAFKA_BROKERS, stop: () => Promise.resolve() };
  const missing = broker.missingForBroker();
  if (missing.length > 0) return undefined;
  const started = await broker.startBroker();
  process.stdout.write(`Kafka listens on ${started.brokers}\n`);
  return started;
}

async function test() {
  const running = await step('Kafka broker', kafka);
  const skipped = running ? '' : `no Kafka broker (it needs ${broker.missingForBroker().join(' and ')})`;
  if (skipped) loudly(skipped);
  const { KAFKA_BROKERS: _, ...env } = process.env;
  if (running) env.WAYMARK_TEST_KAFKA_BROKERS = running.brokers;
  try {
    // First, so that the closing line of the many stands last.
    if (process.argv.length === 2)
      await step('undisturbed tests', () =>
        run('jest', ['--selectProjects=undisturbed', '--runInBand'], env),
      );
    const others = process.argv.length === 2 ? ['--ignoreProjects=undisturbed'] : process.argv.slice(2);
    await step('tests', () => run('jest', ['--maxWorkers=2', ...others], env));
  } finally {
    await running?.stop();
    if (skipped) loudly(skipped);
  }
  if (skipped && process.env.CI === 'true')
    throw new Error(`with CI=true nothing may be skipped: ${skipped}`);
}

function loudly(skipped) {
  skippedSome = true;
  process.stdout.write(`\n!!! SKIPPED: every test that needs Kafka, because there is ${skipped}\n\n`);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    for (const child of children) child.kill(signal);
  });
}

process.env.TURBO_TELEMETRY_DISABLED = '1';
try {
  await step('build', () => run('turbo', ['run', 'build', '--output-logs=errors-only']));
  // Beside each other: a core each, and the suite has to end in time.
  await Promise.all([
    step('lint', () => run('eslint', ['.', '--max-warnings', '0'])),
    step('types and format', async () => {
      await run('tsc', ['-p', 'tsconfig.check.json']);
      await run('prettier', ['--check', '.', '--log-level', 'warn']);
    }),
  ]);
  await test();
  process.stdout.write(
    `\n${skippedSome ? 'What was not skipped passed' : 'Everything passed'}. ${steps.join(', ')}\n`,
  );
} catch (fault) {
  process.stdout.write(`\nFAILED: ${fault.message}. ${steps.join(', ')}\n`);
  process.exitCode = 1;
}
