import { useState, type JSX } from 'react';
import { Details } from 'nhsuk-react-components';
import { useLocation } from '@tanstack/react-router';
import type { Envelope } from '../api/schemas.js';
import { asOfText, londonDay } from '../labels/periods.js';
import { stringifySearch } from '../view/search.js';

interface CiteProps {
  /** What the figure is, as in a list of references. */
  title: string;
  /** The answer behind the figure; `version` where it is about one measure. */
  answer: (Pick<Envelope, 'asOf' | 'editions'> & { measure?: string; version?: number }) | undefined;
  /** What is on show, defaults written out: another reader's defaults may differ. */
  shown: Readonly<Record<string, string | undefined>>;
}

/** A link that gives the same figure for ever: as known at that instant, by that definition and those areas. */
export function Cite({ title, answer, shown }: CiteProps): JSX.Element | null {
  const { pathname } = useLocation();
  const [copied, setCopied] = useState<'link' | 'text' | 'failed'>();
  if (!answer) return null;
  const link = `${window.location.origin}${pathname}${stringifySearch({ ...shown, ...pinsOfAnswer(answer) })}`;
  const text = citation(title, answer, link);
  const copy = async (what: 'link' | 'text'): Promise<void> => {
    try {
      await navigator.clipboard.writeText(what === 'link' ? link : text);
      setCopied(what);
    } catch {
      setCopied('failed');
    }
  };
  return (
    <Details className="wm-cite">
      <Details.Summary>Cite this figure</Details.Summary>
      <Details.Text>
        <p className="wm-cite__text">{text}</p>
        <p>
          The link shows the figure as it was known then, whatever is received later. Who opens it signs in
          and sees what they may see.
        </p>
        <div className="wm-cite__steps">
          <button
            {...{ type: 'button', className: 'wm-step' }}
            data-faro-user-action-name="cite-link"
            onClick={() => void copy('link')}
          >
            Copy the link
          </button>
          <button
            {...{ type: 'button', className: 'wm-step' }}
            data-faro-user-action-name="cite-text"
            onClick={() => void copy('text')}
          >
            Copy the citation
          </button>
          <span aria-live="polite">{COPIED[copied ?? 'none']}</span>
        </div>
      </Details.Text>
    </Details>
  );
}

const COPIED = {
  none: '',
  link: 'The link is copied.',
  text: 'The citation is copied.',
  failed: 'This browser does not let the page copy. Select the text above and copy it.',
};

function pinsOfAnswer({ asOf, version, editions }: NonNullable<CiteProps['answer']>): Record<string, string> {
  const [edition] = editions;
  return {
    asOf,
    ...(version === undefined ? {} : { versions: String(version) }),
    ...(edition ? { editions: edition.id } : {}),
  };
}

function citation(title: string, answer: NonNullable<CiteProps['answer']>, link: string): string {
  const { asOf, measure, version, editions } = answer;
  const defined =
    measure === undefined || version === undefined ? '' : ` Definition ${measure}, version ${version}.`;
  const areas = editions.map(({ id }) => id).join(', ');
  return `Waymark. ${title}. As known at ${asOfText(asOf)}.${defined}${areas === '' ? '' : ` Areas: ${areas}.`} ${link} (read on ${londonDay(new Date().toISOString())}).`;
}
