import { useEffect, useId, useRef, useState, type JSX } from 'react';
import { useLocation } from '@tanstack/react-router';
import type { Me } from '../api/schemas.js';
import { listedIn } from '../pages/pages.js';
import { PageLink } from './page-link.js';

/** The pages for a role: a row under the header, and a menu behind a button where there is no room for it. */
export function Navigation({ role }: { role: Me['role'] }): JSX.Element {
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);
  return (
    <nav className="wm-nav" aria-label="Pages">
      <div className="nhsuk-width-container">
        <button
          {...{ ref: button, type: 'button', className: 'wm-nav__toggle' }}
          {...{ 'aria-expanded': open, 'aria-controls': id }}
          onClick={() => setOpen(!open)}
        >
          Menu
        </button>
        <ul id={id} className={open ? 'wm-nav__list wm-nav__list--open' : 'wm-nav__list'}>
          {listedIn('menu', role).map(({ path, name }) => (
            <li key={path} className="wm-nav__item">
              <PageLink
                to={path}
                className={isWithin(pathname, path) ? 'wm-nav__link wm-nav__link--current' : 'wm-nav__link'}
                onClick={() => setOpen(false)}
              >
                {isWithin(pathname, path) ? (
                  <span className="nhsuk-u-visually-hidden">You are in: </span>
                ) : null}
                {name}
              </PageLink>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || (path !== '/' && pathname.startsWith(`${path}/`));
}

/** Pages about Waymark itself. */
export function FooterLinks(): JSX.Element | null {
  const pages = listedIn('footer');
  if (pages.length === 0) return null;
  return (
    <nav aria-label="About Waymark">
      <ul className="nhsuk-footer__list">
        {pages.map(({ path, name }) => (
          <li key={path} className="nhsuk-footer__list-item">
            <PageLink to={path} className="nhsuk-footer__list-item-link">
              {name}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
