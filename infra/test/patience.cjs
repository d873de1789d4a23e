// A timeout ends what hangs; it is no measurement. On two busy cores a test that starts a process or compiles a page
// for the first time takes far longer than jest's default of 5 s.
jest.setTimeout(120_000);
