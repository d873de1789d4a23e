// A partial registry makes `npm install` leave foreign platforms' optional packages out of package-lock.json,
// and `npm ci` then refuses that lock. This adds what is missing; run it after every change of dependencies.
import fs from 'node:fs';

const LOCK = new URL('../../package-lock.json', import.meta.url);
const OS = {
  darwin: /darwin/,
  win32: /win(32|dows)/,
  android: /android/,
  freebsd: /freebsd/,
  openharmony: /openharmony/,
  netbsd: /netbsd/,
  openbsd: /openbsd/,
  sunos: /sunos/,
  aix: /aix/,
  linux: /linux/,
};
const CPU = {
  arm64: /arm64|aarch64/,
  arm: /arm-|armhf|arm-eabi|linux-arm$/,
  ppc64: /ppc64/,
  s390x: /s390x/,
  riscv64: /riscv64/,
  loong64: /loong64/,
  ia32: /ia32/,
  wasm32: /wasm32/,
  x64: /x64|-64$/,
};
const match = (name, table) => Object.entries(table).find(([, pattern]) => pattern.test(name))?.[0];

const lock = JSON.parse(fs.readFileSync(LOCK, 'utf8'));
let added = 0;
for (const [parent, entry] of Object.entries({ ...lock.packages })) {
  if (!parent) continue;
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`${parent}/node_modules/${name}`] || lock.packages[`node_modules/${name}`]) continue;
    const [os, cpu] = [match(name, OS), match(name, CPU)];
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[~^]/, ''),
      ...(cpu && { cpu: [cpu] }),
      optional: true,
      ...(os && { os: [os] }),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
fs.writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`complete-lock: ${added} added`);
