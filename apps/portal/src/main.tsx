import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createPortal, PortalApp } from './portal.js';
import { faultCaught } from './telemetry/faults.js';
import { followChoice } from './telemetry/follow-choice.js';
import './styles/portal.scss';

// Tells nhsuk-frontend that this browser runs its components; its own way is an inline script.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const portal = createPortal();
followChoice(portal.router);
createRoot(root, { onCaughtError: faultCaught }).render(
  <StrictMode>
    <PortalApp portal={portal} />
  </StrictMode>,
);
