#!/usr/bin/env node
// A file that is there before the first build, so that npm ci links it.
import '../dist/main.js';
