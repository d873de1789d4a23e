/**
 * Which members of expected results the tests of a file have read, so that a member that nobody compares is found.
 *
 * Reading is not comparing: the register sees a member that a test never touches, which is how they were forgotten.
 */
export class Register {
  private readonly read = new Set<string>();
  private readonly members = new Map<string, string>();
  private readonly views = new WeakMap<object, unknown>();

  /** `value` as it is, save that what tests read of it is noted. */
  watch<T>(value: T, owner: string): T {
    return this.view(value, `${owner}: `, `${owner}: `) as T;
  }

  /** Members that no test read: where they stand, and the same without indices. */
  unread(): { exact: string; path: string }[] {
    return [...this.members]
      .filter(([exact]) => !this.read.has(exact))
      .map(([exact, path]) => ({ exact, path }));
  }

  private view(value: unknown, exact: string, path: string): unknown {
    if (isLeaf(value)) {
      this.members.set(exact, path);
      return value;
    }
    const known = this.views.get(value);
    if (known !== undefined) return known;
    const parts = new Map<string, { exact: string; part: unknown }>();
    for (const [key, part] of Object.entries(value)) {
      const below = Array.isArray(value)
        ? [`${exact}[${key}]`, `${path}[]`]
        : [join(exact, key), join(path, key)];
      parts.set(key, { exact: below[0]!, part: this.view(part, below[0]!, below[1]!) });
    }
    const view = new Proxy(value, {
      get: (target, key, receiver) => {
        const member = typeof key === 'string' ? parts.get(key) : undefined;
        if (!member) return Reflect.get(target, key, receiver) as unknown;
        // Cases are also looked through to name tests, before any runs.
        if (expect.getState().currentTestName !== undefined) this.read.add(member.exact);
        return member.part;
      },
    });
    this.views.set(value, view);
    return view;
  }
}

function join(path: string, key: string): string {
  return path.endsWith(': ') ? path + key : `${path}.${key}`;
}

/** An empty list says something too: nobody is an outlier. */
function isLeaf(value: unknown): value is null | undefined | string | number | boolean {
  return value === null || typeof value !== 'object' || Object.keys(value).length === 0;
}
