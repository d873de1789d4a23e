import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeEventLogContract } from '../testing/contract-suite.js';
import { openEmbeddedLog } from './embedded-log.js';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'waymark-log-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describeEventLogContract('the embedded log', {
  open: () => openEmbeddedLog({ directory, segmentBytes: 20_000 }),
});
