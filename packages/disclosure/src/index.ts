export * from './profile.js';
export * from './control.js';
