import { runCommand } from './run-command.js';

/** What a command line answers and says; it goes no further than its arguments. */
async function run(...words: string[]): Promise<[exit: number, said: string]> {
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const exit = await runCommand(words);
    return [exit, said.mock.calls.map(([text]) => String(text)).join('')];
  } finally {
    said.mockRestore();
  }
}

test.each(['serve', 'status', 'send', 'import', 'rebuild', 'reference', 'keys', 'providers', 'dead-letters'])(
  'waymark %s says in one sentence which option it does not know',
  async (command) => {
    const [exit, said] = await run(command, '--nonsense');
    expect(exit).toBe(2);
    expect(said).toBe(
      `waymark ${command}: Unknown option '--nonsense'; "waymark help" tells what there is\n`,
    );
  },
);

test('every command tells how it is used when asked', async () => {
  for (const words of [['help'], ['--help'], ['serve', '--help'], ['import', 'rows.csv', '-h']]) {
    const [exit, said] = await run(...words);
    expect([exit, said.includes('waymark import FILE --profile P')]).toEqual([0, true]);
  }
});

test('a command that there is none of is told beside those that there are', async () => {
  const [exit, said] = await run('nonsense');
  expect(exit).toBe(2);
  expect(said).toMatch(/there is no command "nonsense"[^]*waymark serve/);
});
