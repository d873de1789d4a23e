// Runs a TypeScript file in a process of its own, for tests that kill it: node run-typescript.cjs <file.ts> [arguments]
'use strict';
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const { code } = transformSync(fs.readFileSync(file, 'utf8'), {
    filename: file,
    sourceMaps: 'inline',
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  module._compile(code, file);
};

const resolve = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) => {
  const source = request.startsWith('.') && request.endsWith('.js') && request.replace(/\.js$/, '.ts');
  const isOurs = source && fs.existsSync(path.resolve(path.dirname(parent.filename), source));
  return resolve(isOurs ? source : request, parent, ...rest);
};

const [file, ...args] = process.argv.slice(2);
process.argv = [process.argv[0], path.resolve(file), ...args];
require(path.resolve(file));
