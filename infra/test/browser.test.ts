import { launchBrowser } from './browser.js';

jest.mock('@sparticuz/chromium', () => ({ executablePath: async () => '/nowhere/chromium' }));
jest.mock('playwright-core', () => ({
  chromium: { launch: () => Promise.reject(new Error('browserType.launch: no such file\n  a long log')) },
}));

const { CI, CHROME_PATH } = process.env;
let told = '';

beforeEach(() => {
  told = '';
  delete process.env['CI'];
  delete process.env['CHROME_PATH'];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  Object.assign(process.env, {
    ...(CI !== undefined && { CI }),
    ...(CHROME_PATH !== undefined && { CHROME_PATH }),
  });
});

describe('a browser that does not start', () => {
  test('is said loudly, with the reason, and the tests that need one are skipped', async () => {
    expect(await launchBrowser()).toBeUndefined();
    expect(told).toContain('!!! SKIPPED: every test that needs a browser');
    expect(told).toContain('no such file');
  });

  test('is a failure with CI=true', async () => {
    process.env['CI'] = 'true';
    await expect(launchBrowser()).rejects.toThrow('with CI=true nothing may be skipped');
  });

  test('is a failure where CHROME_PATH names it', async () => {
    process.env['CHROME_PATH'] = process.execPath;
    await expect(launchBrowser()).rejects.toThrow('no such file');
    process.env['CHROME_PATH'] = '/nowhere/chrome';
    await expect(launchBrowser()).rejects.toThrow('CHROME_PATH names no file');
  });
});
