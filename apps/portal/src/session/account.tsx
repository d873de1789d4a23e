import type { JSX } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { closeSession } from '../api/client.js';
import type { Me } from '../api/schemas.js';

export const ROLE_NAMES: Record<Me['role'], string> = {
  provider: 'Provider',
  icb_analyst: 'Board analyst',
  researcher: 'Researcher',
  controller: 'Data controller',
  admin: 'Administrator',
};

/** Who is signed in, and the way out. */
export function Account({ me }: { me: Me }): JSX.Element {
  const router = useRouter();
  const queryClient = useQueryClient();
  const signOut = async (): Promise<void> => {
    await closeSession();
    queryClient.clear();
    await router.navigate({ to: '/sign-in', search: { after: 'sign-out' } });
  };
  return (
    <nav className="nhsuk-header__account" aria-label="Account">
      <ul className="nhsuk-header__account-list">
        <li className="nhsuk-header__account-item">
          {me.name} ({ROLE_NAMES[me.role]})
        </li>
        <li className="nhsuk-header__account-item">
          <button
            {...{ type: 'button', className: 'nhsuk-header__account-button' }}
            data-faro-user-action-name="sign-out"
            onClick={() => void signOut()}
          >
            Sign out
          </button>
        </li>
      </ul>
    </nav>
  );
}
