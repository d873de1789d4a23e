#!/usr/bin/env node
import { runCommand } from './commands/run-command.js';

const FLUSH_MS = 1_000;

process.exitCode = await runCommand(process.argv.slice(2));
// kafkajs leaves a timer behind when a broker is away as it is stopped, and with it the process would never end. This one
// keeps nothing alive itself: it is met only by a process that has no reason to go on.
setTimeout(() => process.exit(), FLUSH_MS).unref();
