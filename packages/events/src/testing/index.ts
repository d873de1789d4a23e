export { EXAMPLE_DATA, exampleEvent, NOW } from './examples.js';
