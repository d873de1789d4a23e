import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CloudEvent, HTTP } from 'cloudevents';
import ts from 'typescript';
import { call, measure, shown } from './testing/calls.js';
import { newDataDir, startProgram, type RunningProgram } from './testing/running-program.js';

jest.setTimeout(300_000);

const ROOT = path.resolve(__dirname, '../../..');
const PYTHON_SDK = 'cloudevents==1.12.0';

let program: RunningProgram;
let key: string;
let prefix: string;
const scratch = newDataDir();

beforeAll(async () => {
  program = await startProgram();
  ({ key, sourcePrefix: prefix } = program.credentials.providers['demo-leisure'] ?? {
    key: '',
    sourcePrefix: '',
  });
});
afterAll(async () => {
  await program.stop();
  fs.rmSync(scratch, { recursive: true, force: true });
});

interface Pushed {
  accepted: number;
  duplicates: number;
  rejected: number;
}

/** Runs a program to its end with the address, key and prefix that the page names; what it printed. */
async function run(command: string, args: string[]): Promise<string> {
  const env = { ...process.env, BASE: program.url, KEY: key, PREFIX: prefix };
  return (await promisify(execFile)(command, args, { env, cwd: scratch })).stdout;
}

/** Said loudly; with CI=true it throws instead. */
function skipped(what: string, why: string): void {
  if (process.env['CI'] === 'true') throw new Error(`with CI=true nothing may be skipped: ${what}: ${why}`);
  process.stdout.write(`\n!!! SKIPPED: ${what}, because ${why}\n\n`);
}

const has = (command: string): boolean => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;

describe('docs/developers.md', () => {
  const page = fs.readFileSync(path.join(ROOT, 'docs/developers.md'), 'utf8');
  const blocks = (language: string): string[] =>
    [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, of, text = '']) =>
      of === language ? [text] : [],
    );

  test('curl: the first event is accepted, then a duplicate; a wrong one is told where and why; the feed tells of it', async () => {
    if (!has('curl')) {
      skipped('the examples with curl', 'there is no curl');
      return;
    }
    const [first = '', wrong = '', feed = ''] = blocks('sh');
    expect(JSON.parse(await run('sh', ['-c', first]))).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(JSON.parse(await run('sh', ['-c', first]))).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(JSON.parse(await run('sh', ['-c', wrong]))).toMatchObject({
      results: [{ status: 'rejected', code: 'not_in_list', pointer: '/data/outcome' }],
    });
    await shown(program);
    expect(JSON.parse(await run('sh', ['-c', feed]))).toMatchObject({ provider: 'demo-leisure', events: 1 });
  });

  test('TypeScript: the batch is accepted', async () => {
    const [code = ''] = blocks('ts');
    const { ModuleKind, ScriptTarget } = ts;
    const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 };
    const file = path.join(scratch, 'example.mjs');
    fs.writeFileSync(file, ts.transpileModule(code, { compilerOptions }).outputText);
    expect(await run(process.execPath, [file])).toBe('2 accepted, 0 duplicates, 0 rejected\n');
  });

  test('Python: the event is accepted', async () => {
    if (!has('python3')) {
      skipped('the example in Python', 'there is no python3');
      return;
    }
    expect(await run('python3', ['-c', blocks('python')[0] ?? ''])).toBe(
      '1 accepted, 0 duplicates, 0 rejected\n',
    );
  });

  test('every block was run', () => {
    expect(['sh', 'ts', 'python'].map((language) => blocks(language).length)).toEqual([3, 1, 1]);
    expect([...page.matchAll(/^```\w/gm)]).toHaveLength(5);
  });
});

describe('the CloudEvents SDK of JavaScript', () => {
  const event = (id: string, subject = 'sdk-js'): CloudEvent<object> =>
    new CloudEvent({
      ...{ id, subject, source: `${prefix}sdk`, type: 'org.waymark.referral.received.v1' },
      time: '2026-09-01T09:30:00.000Z',
      data: { person: { id: subject }, icb: 'S0E4D', route: 'gp' },
    });

  async function post(
    headers: Record<string, unknown>,
    body: unknown,
  ): Promise<{ status: number; body: Pushed }> {
    return call(`${program.url}/v1/events`, key, {
      ...{ method: 'POST', headers: headers as Record<string, string> },
      body: body as string,
    });
  }

  test('sends structured and binary events, and a batch', async () => {
    const structured = HTTP.structured(event('js-structured'));
    expect(await post(structured.headers, structured.body)).toMatchObject({
      status: 202,
      body: { accepted: 1 },
    });
    const binary = HTTP.binary(event('js-binary'));
    expect(await post(binary.headers, binary.body)).toMatchObject({ status: 202, body: { accepted: 1 } });
    const batch = JSON.stringify([event('js-batch-1', 'sdk-js-1'), event('js-batch-2', 'sdk-js-2')]);
    const type = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' };
    expect(await post(type, batch)).toMatchObject({ status: 202, body: { accepted: 2 } });
  });

  test('one event sent structured and binary is the same event', async () => {
    const structured = HTTP.structured(event('js-both'));
    const binary = HTTP.binary(event('js-both'));
    expect(await post(structured.headers, structured.body)).toMatchObject({ body: { accepted: 1 } });
    expect(await post(binary.headers, binary.body)).toMatchObject({ body: { duplicates: 1 } });
  });
});

const PYTHON_EXAMPLE = `
import json, os, urllib.request
from cloudevents.http import CloudEvent, to_binary, to_structured

def post(headers, body):
    headers = {**headers, "Authorization": "Bearer " + os.environ["KEY"]}
    request = urllib.request.Request(os.environ["BASE"] + "/v1/events", data=body, headers=headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["accepted"]

def event(id):
    attributes = {
        "id": id, "source": os.environ["PREFIX"] + "sdk", "subject": "sdk-python",
        "type": "org.waymark.referral.received.v1", "time": "2026-09-01T09:30:00Z",
    }
    return CloudEvent(attributes, {"person": {"id": "sdk-python"}, "icb": "S0E4D", "route": "gp"})

batch = [json.loads(to_structured(event(id))[1]) for id in ("python-batch-1", "python-batch-2")]
counts = [
    post(*to_structured(event("python-structured"))),
    post({"Content-Type": "application/json", **to_binary(event("python-binary"))[0]}, to_binary(event("python-binary"))[1]),
    post({"Content-Type": "application/cloudevents-batch+json"}, json.dumps(batch).encode()),
]
print(counts)
`;

test('the CloudEvents SDK of Python sends structured and binary events, and a batch', async () => {
  const environment = path.join(scratch, 'python');
  const python = path.join(environment, 'bin/python');
  const installed = [
    ['python3', ['-m', 'venv', environment]],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PYTHON_SDK]],
  ] as const;
  for (const [command, args] of installed) {
    const { status } = spawnSync(command, args, { stdio: 'ignore', timeout: 200_000 });
    if (status !== 0) {
      skipped('the CloudEvents SDK of Python', `${PYTHON_SDK} cannot be installed here`);
      return;
    }
  }
  expect(await run(python, ['-c', PYTHON_EXAMPLE])).toBe('[1, 1, 2]\n');
});

test('what came by every way counts, each once', async () => {
  await shown(program);
  const [row] = await measure(program, 'referrals');
  expect(row?.numerator).toBeGreaterThanOrEqual(5);
});
