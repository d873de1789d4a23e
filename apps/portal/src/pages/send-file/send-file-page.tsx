import type { JSX } from 'react';
import { useMe } from '../../session/use-me.js';
import { FeedsFrame } from '../feeds/feeds-frame.js';
import { CheckStep } from './check-step.js';
import { ChooseStep } from './choose-step.js';
import { DoneStep } from './done-step.js';
import { MapStep } from './map-step.js';
import { SendStep } from './send-step.js';
import { useSendFile } from './use-send-file.js';

/** A provider sends a file without a developer: choose, say what its columns are, check, send, put right. */
export function SendFilePage(): JSX.Element {
  const { scope } = useMe();
  return (
    <FeedsFrame
      title="Send a file"
      lead="Send what your system or spreadsheet holds about referrals, sessions and outcomes. You see what becomes of every row before anything is sent."
    >
      {(provider) => <SendFileFor key={provider} provider={provider} named={scope.length > 1} />}
    </FeedsFrame>
  );
}

function SendFileFor({ provider, named }: { provider: string; named: boolean }): JSX.Element {
  const way = useSendFile(provider, named);
  const { step, mapping, preview, used, result } = way.state;
  if (step === 'map' && mapping) return <MapStep way={way} mapping={mapping} />;
  if (step === 'check' && preview && used) return <CheckStep {...{ way, preview, used }} />;
  if (step === 'send') return <SendStep way={way} />;
  if (step === 'done' && result && used) return <DoneStep {...{ way, result, used }} />;
  return <ChooseStep way={way} />;
}
