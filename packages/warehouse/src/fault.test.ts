import { asFault, needsTooMuch, WarehouseFault } from './fault.js';

const engine = (type: string, message = 'no'): Error =>
  Object.assign(new Error(message), { type, code: '1' });

describe('the verdict on a fault', () => {
  test.each([
    'MEMORY_LIMIT_EXCEEDED',
    'TOO_MANY_PARTS',
    'TABLE_IS_READ_ONLY',
    'READONLY',
    'TIMEOUT_EXCEEDED',
  ])('%s passes, so it is tried again', (type) =>
    expect(asFault(engine(type), 'insert')).toMatchObject({ code: type, retryable: true }),
  );

  test.each(['SYNTAX_ERROR', 'TYPE_MISMATCH', 'UNKNOWN_IDENTIFIER', 'INCORRECT_DATA'])(
    '%s is a bug, which trying again does not cure',
    (type) => expect(asFault(engine(type), 'query')).toMatchObject({ code: type, retryable: false }),
  );

  test('a file system without room passes, under whichever name it comes; another exception of the engine is a bug', () => {
    const full =
      'std::filesystem::filesystem_error: filesystem error: in create_directory: No space left on device';
    expect(asFault(engine('STD_EXCEPTION', full), 'insert')).toMatchObject({ retryable: true });
    expect(asFault(engine('NOT_ENOUGH_SPACE'), 'insert')).toMatchObject({ retryable: true });
    expect(asFault(engine('STD_EXCEPTION', 'std::out_of_range'), 'insert')).toMatchObject({
      retryable: false,
    });
  });

  test.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND'])('a connection lost by %s passes', (code) => {
    const lost = Object.assign(new Error('connect'), { code });
    expect(asFault(lost, 'query')).toMatchObject({ code: 'CONNECTION', retryable: true });
  });

  test('a statement that needs more memory than one may have is told from a time when all memory is taken', () => {
    const told = [
      'Query memory limit exceeded: would use 768.11 MiB, maximum: 667.57 MiB',
      'Memory limit (for query) exceeded: would use 768.11 MiB',
      '(total) memory limit exceeded: would use 1.9 GiB',
    ].map((message) => needsTooMuch(asFault(engine('MEMORY_LIMIT_EXCEEDED', message), 'query')));
    expect(told).toEqual([true, true, false]);
  });

  test('what nobody knows is a bug', () => {
    expect(asFault(new TypeError('x is not a function'), 'query')).toMatchObject({ retryable: false });
  });

  test('a fault already judged keeps its verdict', () => {
    const fault = new WarehouseFault('m', 'C', true);
    expect(asFault(fault, 'again')).toBe(fault);
  });
});

test('the message names the fault and leaves out the row that caused it', () => {
  const { message } = asFault(engine('INCORRECT_DATA', 'Cannot parse: (at row 3)\nRow 3: secret'), 'insert');
  expect(message).toBe('insert: INCORRECT_DATA: Cannot parse:');
});
