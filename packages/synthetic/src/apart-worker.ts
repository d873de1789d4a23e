import { parentPort, workerData } from 'node:worker_threads';
import { Pseudonyms } from '@waymark/events';
import { pack, type ApartOptions } from './apart.js';
import { synthesise } from './synthesise.js';

const port = parentPort;
if (!port) throw new Error('this file runs in a thread that synthesiseApart starts');
const { pseudonymKey, ...options } = workerData as ApartOptions;
const chunks = synthesise({ ...options, pseudonyms: new Pseudonyms(pseudonymKey) });

// One chunk for each time one is asked for, then null; asked for while another is made, it comes after that one.
let last: Promise<void> = Promise.resolve();
port.on('message', () => {
  last = last.then(async () => {
    const { value } = await chunks.next();
    const { chunk, transfer } = value ? pack(value) : { chunk: null, transfer: [] };
    port.postMessage(chunk, transfer);
  });
});
