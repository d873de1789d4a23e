import '@testing-library/jest-dom';

// jsdom lacks what web-vitals, nhsuk-frontend and the router each ask for at start.
if (!('getEntriesByType' in performance)) Object.assign(performance, { getEntriesByType: () => [] });
Object.defineProperty(HTMLScriptElement.prototype, 'noModule', { value: true, configurable: true });
document.body.classList.add('nhsuk-frontend-supported');
window.scrollTo = () => undefined;
