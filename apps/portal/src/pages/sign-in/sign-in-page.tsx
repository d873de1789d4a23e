import { useRef, useState, type SubmitEvent, type JSX } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { Button, ErrorSummary, InsetText, PasswordInput } from 'nhsuk-react-components';
import { openSession } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { useDocumentTitle } from '../../layout/document-title.js';
import { Main, PageLayout } from '../../layout/page-layout.js';
import { safeNext } from './safe-next.js';

const route = getRouteApi('/sign-in');
const FIELD = 'token';

/** Local sign-in: an access token becomes a session cookie. The token is kept nowhere in the page. */
export function SignInPage(): JSX.Element {
  const { next, after } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const field = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<{ text: string; attempt: number }>();
  const [busy, setBusy] = useState(false);
  useDocumentTitle(fault ? 'Error: Sign in' : 'Sign in');

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      await openSession(tokenOf(field.current?.value ?? ''));
      if (field.current) field.current.value = '';
      queryClient.clear();
      router.history.push(safeNext(next));
    } catch (error) {
      setFault((before) => ({ text: faultText(error), attempt: (before?.attempt ?? 0) + 1 }));
    } finally {
      setBusy(false);
    }
  };

  return (
    <PageLayout>
      <Main>
        <div className="wm-sign-in">
          {fault ? <SignInFault key={fault.attempt} text={fault.text} /> : null}
          {after === 'sign-out' && !fault ? <InsetText>You have signed out.</InsetText> : null}
          {after === 'expired' && !fault ? (
            <InsetText>Your session has ended. Sign in again to go on where you were.</InsetText>
          ) : null}
          <h1>Sign in to Waymark</h1>
          <p className="nhsuk-body-l">
            See how people fare after a social prescribing referral, by place and over time.
          </p>
          <form method="post" noValidate onSubmit={(event) => void submit(event)}>
            <PasswordInput
              ref={field}
              id={FIELD}
              name="token"
              label="Access token"
              labelProps={{ size: 's' }}
              hint="It begins with wmu_"
              autoComplete="current-password"
              showPasswordText="Show"
              showPasswordAriaLabelText="Show token"
              {...(fault ? { error: fault.text } : {})}
            />
            <Button aria-disabled={busy} data-faro-user-action-name="sign-in">
              {busy ? 'Signing in' : 'Sign in'}
            </Button>
          </form>
          <h2 className="nhsuk-heading-s">Where to find a token</h2>
          <p>
            On a local run, in the file <code>credentials.json</code> in the data directory (
            <code>.waymark</code> unless it was set otherwise), under <code>users</code>. There is one for
            each role.
          </p>
          <p>Elsewhere, ask the administrator of this Waymark for one.</p>
        </div>
      </Main>
    </PageLayout>
  );
}

function SignInFault({ text }: { text: string }): JSX.Element {
  return (
    <ErrorSummary>
      <ErrorSummary.Title>There is a problem</ErrorSummary.Title>
      <ErrorSummary.List>
        <ErrorSummary.ListItem href={`#${FIELD}`}>{text}</ErrorSummary.ListItem>
      </ErrorSummary.List>
    </ErrorSummary>
  );
}

/** The token of what was pasted: often with the quotes or the comma of the file it came from. */
function tokenOf(pasted: string): string {
  const token = pasted.trim().replace(/^"|"?,?$/g, '');
  if (token === '') throw new ApiProblem(400, 'token_missing', 'Enter your access token');
  if (/\s/.test(token)) {
    throw new ApiProblem(400, 'token_with_spaces', 'Enter the access token alone: it has no spaces in it');
  }
  return token;
}

function faultText(error: unknown): string {
  if (!(error instanceof ApiProblem)) throw error;
  if (error.code === 'unknown_credential') {
    return 'This access token is not known here, or was revoked. Check that all of it was copied';
  }
  if (error.code === 'provider_key') {
    return 'This is a provider’s key, for sending events. Sign in with a person’s token, which begins with wmu_';
  }
  return error.detail;
}
