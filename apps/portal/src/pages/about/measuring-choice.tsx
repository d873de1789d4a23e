import { useState, type JSX, type SubmitEvent } from 'react';
import { Button, Radios } from 'nhsuk-react-components';
import { choose, useChoice, type Choice } from '../../telemetry/consent.js';

/** The answer to the banner's question, to look at and to change. */
export function MeasuringChoice(): JSX.Element {
  const chosen = useChoice();
  const [saved, setSaved] = useState<Choice>();
  const save = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const answer = new FormData(event.currentTarget).get('measuring');
    if (answer !== 'agreed' && answer !== 'refused') return;
    choose(answer);
    setSaved(answer);
  };
  return (
    // Made anew when the answer was given in the banner or another tab.
    <form key={chosen ?? 'unasked'} onSubmit={save}>
      <Radios
        {...{ id: 'measuring', name: 'measuring' }}
        legend="May these pages tell us how well they work?"
        legendProps={{ size: 's' }}
      >
        <Radios.Item value="agreed" defaultChecked={chosen === 'agreed'}>
          Yes, I agree
        </Radios.Item>
        <Radios.Item value="refused" defaultChecked={chosen !== 'agreed'}>
          No, do not measure
        </Radios.Item>
      </Radios>
      <Button>Save</Button>
      <p role="status">{saved === undefined ? '' : told(saved)}</p>
    </form>
  );
}

function told(saved: Choice): string {
  return saved === 'agreed'
    ? 'Saved. These pages now tell us how well they work.'
    : 'Saved. Nothing is measured, and what was kept in this tab for it is gone.';
}
