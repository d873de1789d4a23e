import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFault, reasonOf } from './command-fault.js';
import type { Target } from './target.js';

const PATIENCE_MS = 120_000;

type Request = RequestInit & { headers?: Record<string, string> };

/**
 * Sends one request, and again after `Retry-After` while the server is busy or away (sending again is safe: events are
 * known by their id). Gives up after two minutes of refusals.
 * @param request made anew for every attempt where it is a function: a streamed body can be read once.
 * @throws {CommandFault} in words for a person.
 */
export async function call(
  target: Target,
  path: string,
  request: Request | (() => Request) = {},
): Promise<unknown> {
  let giveUpAt: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await tryOnce(target, path, typeof request === 'function' ? request() : request);
    giveUpAt ??= Date.now() + PATIENCE_MS;
    if (answer instanceof Response) {
      if (!isPassing(answer)) return parsed(answer);
      await answer.body?.cancel();
    }
    if (Date.now() > giveUpAt) {
      throw new CommandFault(
        answer instanceof Response
          ? `waymark: ${target.url} answered ${answer.status} for two minutes`
          : `waymark: cannot reach ${target.url}: ${answer}`,
      );
    }
    // A server that was never reached is more likely a wrong address than a passing fault.
    if (!(answer instanceof Response) && attempt >= 3)
      throw new CommandFault(`waymark: cannot reach ${target.url}: ${answer}`);
    const asked = answer instanceof Response ? Number(answer.headers.get('retry-after')) : 0;
    await sleep(Math.max(asked, 1) * 1000);
  }
}

/** 409 passes where the server says when: somebody else is at it. */
function isPassing({ status, headers }: Response): boolean {
  return status === 429 || status === 503 || (status === 409 && headers.has('retry-after'));
}

async function tryOnce(target: Target, path: string, init: RequestInit): Promise<Response | string> {
  try {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${target.key}` };
    return await fetch(`${target.url}${path}`, { ...init, headers });
  } catch (fault) {
    return reasonOf(fault);
  }
}

async function parsed(answer: Response): Promise<unknown> {
  const text = await answer.text();
  const body: unknown = text === '' ? {} : tryJson(text);
  if (answer.ok || answer.status === 422) return body;
  const { code, detail } = (body ?? {}) as { code?: string; detail?: string };
  throw new CommandFault(
    `waymark: the server answered ${answer.status} ${code ?? ''}: ${detail ?? text.slice(0, 200)}`,
  );
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
