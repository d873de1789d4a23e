import type { JSX, ReactNode } from 'react';
import { Link } from '@tanstack/react-router';

interface PageLinkProps {
  /** The address without its parameters. */
  to: string;
  search?: Readonly<Record<string, string | undefined>>;
  className?: string;
  /** Marked as the current page only at exactly its address, not at those under it. */
  exact?: boolean;
  children: ReactNode;
  onClick?: () => void;
}

/** A link to a page of the list, whose addresses are data and no types. */
export function PageLink({ to, search, exact = false, ...rest }: PageLinkProps): JSX.Element {
  return (
    <Link
      to={to as '/'}
      {...(search ? { search: search as never } : {})}
      activeOptions={{ exact }}
      {...rest}
    />
  );
}
