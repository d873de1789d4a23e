import { useEffect, useRef, type JSX, type ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { SkipLink } from 'nhsuk-react-components';
import { ConsentBanner } from '../telemetry/consent-banner.js';
import { FooterLinks } from './navigation.js';

interface PageLayoutProps {
  /** At the right of the header. */
  account?: ReactNode;
  /** Under the header. */
  navigation?: ReactNode;
  children: ReactNode;
}

/** Header, main and footer around every page. */
export function PageLayout({ account, navigation, children }: PageLayoutProps): JSX.Element {
  return (
    <>
      <SkipLink />
      <ConsentBanner />
      <header className="nhsuk-header">
        <div className="nhsuk-width-container nhsuk-header__container">
          <div className="nhsuk-header__service">
            <Link to="/" className="nhsuk-header__service-name wm-brand">
              <Waymark />
              Waymark
            </Link>
          </div>
          {account}
        </div>
        {navigation}
      </header>
      {children}
      <footer className="nhsuk-footer">
        <div className="nhsuk-width-container nhsuk-footer__content">
          <FooterLinks />
          <p className="nhsuk-body-s">
            Waymark shows whether activity-based social prescribing works, and for whom. Figures are counts of
            recorded events; a difference between areas is not by itself a difference in care.
          </p>
        </div>
      </footer>
    </>
  );
}

function Waymark(): JSX.Element {
  return (
    <svg width="34" height="34" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        d="M4 8l6 16 6-13 6 13 6-16"
        {...{
          fill: 'none',
          stroke: 'currentColor',
          strokeWidth: 3.5,
          strokeLinecap: 'round',
          strokeLinejoin: 'round',
        }}
      />
    </svg>
  );
}

/** The page's main part. @param focused moves the keyboard here when the page was reached from another one */
export function Main({ children, focused = false }: { children: ReactNode; focused?: boolean }): JSX.Element {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focused) ref.current?.focus({ preventScroll: true });
  }, [focused]);
  return (
    <div className="nhsuk-width-container">
      <main ref={ref} className="nhsuk-main-wrapper" id="maincontent" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
