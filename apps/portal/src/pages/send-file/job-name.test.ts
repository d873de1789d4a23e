import { createHash } from 'node:crypto';
import { jobName } from './job-name.js';

const HASH = 'ab12'.repeat(16);
const FILE = new Blob(['Client no,Came\r\n1,Y\r\n']);

describe('the name of a job', () => {
  test('is that which `waymark import` gives the same file and profile', async () => {
    const content = createHash('sha256').update(HASH).update('Client no,Came\r\n1,Y\r\n');
    expect(await jobName(FILE, HASH)).toBe(`csv-${content.digest('hex').slice(0, 40)}`);
  });

  test('is another for a corrected file, and for another profile', async () => {
    const names = await Promise.all([
      jobName(FILE, HASH),
      jobName(new Blob(['Client no,Came\r\n1,N\r\n']), HASH),
      jobName(FILE, 'cd34'.repeat(16)),
    ]);
    expect(new Set(names).size).toBe(3);
  });

  test('tells a file by size and date where the browser cannot hash', async () => {
    const file = Object.assign(new Blob(['a']), { lastModified: 7 });
    const insecure = await jobName(file, HASH, null);
    expect(insecure).toBe(`portal-${HASH.slice(0, 20)}-1-7`);
    expect(insecure).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
  });
});
