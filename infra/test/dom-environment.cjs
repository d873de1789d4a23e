const { TestEnvironment } = require('jest-environment-jsdom');

/** jsdom with what every browser has, jsdom lacks and Node can give. */
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    Object.assign(this.global, { TextDecoder, TextEncoder, Response, Request, Headers });
  }
};
