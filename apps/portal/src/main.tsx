import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createPortal, PortalApp } from './portal.js';
import './styles/portal.scss';

// Tells nhsuk-frontend that this browser runs its components; its own way is an inline script.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <PortalApp portal={createPortal()} />
  </StrictMode>,
);
