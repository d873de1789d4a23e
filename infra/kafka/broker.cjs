// One Apache Kafka broker (KRaft mode) for the tests and for trying out, from Maven Central, without Docker.
//
//   node infra/kafka/broker.cjs [port]     runs one until Ctrl-C and prints its address
//
// Needs Java 17+, and Maven the first time. CommonJS because jest loads it too. No dependencies.
'use strict';
const { execFileSync, spawn } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const KAFKA = '4.3.1';
const READY = 'Kafka Server started';
const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 20_000;

const cacheFolder = () =>
  path.join(process.env.WAYMARK_TEST_CACHE || path.join(os.homedir(), '.cache', 'waymark'), `kafka-${KAFKA}`);

/** What a broker would need and this machine lacks; empty when one can be started. */
function missingForBroker() {
  const missing = [];
  if (javaVersion() < 17) missing.push('Java 17 or newer');
  if (!fs.existsSync(cacheFolder()) && !runs('mvn', ['-v'])) missing.push('Maven');
  return missing;
}

function javaVersion() {
  try {
    const text = execFileSync('java', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    return Number(/\s(\d+)[.\s]/.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function runs(command, args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The folder of Kafka's jars, fetched by Maven the first time: as a whole or not at all. */
function ensureJars() {
  const folder = cacheFolder();
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const fetched = fs.mkdtempSync(`${folder}-`);
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${fetched}`];
  execFileSync('mvn', ['-q', '-B', '-f', path.join(__dirname, 'pom.xml'), ...goal], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    fs.renameSync(fetched, folder);
  } catch (fault) {
    fs.rmSync(fetched, { recursive: true, force: true });
    // Another process was quicker.
    if (!fs.existsSync(folder)) throw fault;
  }
  return folder;
}

/**
 * Starts a broker and resolves when it answers. Its data lie in `directory`, or in a temporary folder that `stop`
 * removes; `port` is a free one unless given. It never outlives the process that started it.
 */
async function startBroker({ directory, port } = {}) {
  const classes = path.join(ensureJars(), '*');
  const home = directory ?? fs.mkdtempSync(path.join(os.tmpdir(), 'waymark-kafka-'));
  fs.mkdirSync(home, { recursive: true });
  const ports = [port ?? (await freePort()), await freePort()];
  const guard = guardFor(directory ? '' : home);
  let java;

  const start = async () => {
    const config = writeConfig(home, ports);
    if (!fs.existsSync(path.join(home, 'data', 'meta.properties'))) format(classes, config);
    java = launch(classes, config, home);
    guard.stdin.write(`${java.process.pid}\n`);
    await ready(java, home);
  };
  const kill = async () => {
    java.process.kill('SIGKILL');
    await java.exited;
  };
  const end = async () => {
    if (directory) java.process.kill('SIGTERM');
    const inTime = directory && (await Promise.race([java.exited, sleep(STOP_WITHIN_MS, 'late')])) !== 'late';
    if (!inTime) await kill();
  };
  const stop = async () => {
    // Where the start failed before it, its reason is to be heard, not that there is no process.
    if (java) await end();
    guard.stdin.end();
    if (!directory) fs.rmSync(home, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (fault) {
    await stop();
    throw fault;
  }
  return {
    brokers: `127.0.0.1:${ports[0]}`,
    get pid() {
      return java.process.pid;
    },
    stop,
    kill,
    restart: async () => {
      if (java.process.exitCode === null && java.process.signalCode === null) await kill();
      await start();
    },
  };
}

function writeConfig(home, [port, controllerPort]) {
  const one = ['offsets.topic', 'transaction.state.log', 'share.coordinator.state.topic'];
  const lines = [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${path.join(home, 'data')}`,
    ...one.flatMap((topic) => [`${topic}.replication.factor=1`, `${topic}.num.partitions=1`]),
    'transaction.state.log.min.isr=1',
    'share.coordinator.state.topic.min.isr=1',
    'auto.create.topics.enable=false',
    // A broker that was killed may register again only when its last session is over.
    'broker.session.timeout.ms=1500',
    'broker.heartbeat.interval.ms=300',
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=1000',
    'log.cleaner.backoff.ms=200',
  ];
  const config = path.join(home, 'server.properties');
  fs.writeFileSync(config, `${lines.join('\n')}\n`);
  return config;
}

function format(classes, config) {
  // In one word with its option: one id in 64 begins with a hyphen, and would be taken for an option itself.
  const cluster = `--cluster-id=${randomBytes(16).toString('base64url')}`;
  execFileSync('java', ['-cp', classes, 'kafka.tools.StorageTool', 'format', cluster, '-c', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function launch(classes, config, home) {
  const log = path.join(home, 'broker.log');
  const output = fs.openSync(log, 'w');
  const heap = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const child = spawn('java', [...heap, '-cp', classes, 'kafka.Kafka', config], {
    stdio: ['ignore', output, output],
  });
  fs.closeSync(output);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return { process: child, exited, log };
}

/** An open port is not a ready broker: its own word is waited for. */
async function ready(java, home) {
  let ended = false;
  void java.exited.then(() => (ended = true));
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const said = fs.readFileSync(java.log, 'utf8');
    if (said.includes(READY)) return;
    if (ended) throw new Error(`the Kafka broker ended while starting in ${home}:\n${said.slice(-2000)}`);
    await sleep(50);
  }
  throw new Error(`the Kafka broker was not ready within ${READY_WITHIN_MS} ms`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A process that ends the broker (and removes its temporary folder) when ours is gone, however it went. */
function guardFor(temporary) {
  const guard = spawn(process.execPath, [__filename, '--guard', temporary], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  guard.stdin.unref();
  return guard;
}

function runGuard(temporary) {
  let pid = 0;
  process.stdin.on('data', (text) => (pid = Number(String(text).trim().split('\n').at(-1))));
  process.stdin.on('end', () => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    if (temporary) fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  });
}

async function runUntilInterrupted(port) {
  const missing = missingForBroker();
  if (missing.length > 0) throw new Error(`a Kafka broker needs ${missing.join(' and ')}`);
  const broker = await startBroker(port ? { port: Number(port) } : {});
  process.stdout.write(`Kafka ${KAFKA} listens on ${broker.brokers} (Ctrl-C ends it and removes its data)\n`);
  const end = () => void broker.stop().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

module.exports = { ensureJars, missingForBroker, startBroker };

if (require.main === module) {
  if (process.argv[2] === '--guard') runGuard(process.argv[3]);
  else runUntilInterrupted(process.argv[2]);
}
