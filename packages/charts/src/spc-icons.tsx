import type { JSX } from 'react';

export type Variation =
  | 'common_cause'
  | 'improvement_high'
  | 'improvement_low'
  | 'concern_high'
  | 'concern_low'
  | 'neutral_high'
  | 'neutral_low';
export type Assurance = 'consistent_pass' | 'inconsistent' | 'consistent_fail';

const COLOURS = { common_cause: '#425563', improvement: '#005eb8', concern: '#b35900', neutral: '#7c2855' };

interface IconProps {
  /** In words, for screen readers; absent: the words stand beside it. */
  label?: string;
  size?: number;
}

/** Whether the last point is a signal: a letter (H high, L low) in a ring, or a wave within the usual range. */
export function VariationIcon({ variation, ...rest }: IconProps & { variation: Variation }): JSX.Element {
  const [kind, side] = [
    variation.replace(/_(high|low)$/, '') as keyof typeof COLOURS,
    /high$/.test(variation),
  ];
  const colour = COLOURS[kind];
  return (
    <Ring colour={colour} dashed={kind === 'concern'} {...rest}>
      {kind === 'common_cause' ? (
        <path d="M10 26q5-13 10-3t10-3" fill="none" stroke={colour} strokeWidth={2.5} strokeLinecap="round" />
      ) : (
        <Letter colour={colour}>{side ? 'H' : 'L'}</Letter>
      )}
    </Ring>
  );
}

const PASS: Record<Assurance, { letter: string; colour: string }> = {
  consistent_pass: { letter: 'P', colour: '#005eb8' },
  inconsistent: { letter: '?', colour: '#425563' },
  consistent_fail: { letter: 'F', colour: '#b35900' },
};

/** Whether the target will be met as things are: P always, F never, ? now and then. */
export function AssuranceIcon({ assurance, ...rest }: IconProps & { assurance: Assurance }): JSX.Element {
  const { letter, colour } = PASS[assurance];
  return (
    <Ring colour={colour} dashed={assurance === 'consistent_fail'} {...rest}>
      <Letter colour={colour}>{letter}</Letter>
    </Ring>
  );
}

interface RingProps extends IconProps {
  colour: string;
  dashed: boolean;
  children: JSX.Element;
}

function Ring({ colour, dashed, label, size = 40, children }: RingProps): JSX.Element {
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg className="wm-icon" width={size} height={size} viewBox="0 0 40 40" {...named}>
      <circle
        {...{ cx: 20, cy: 20, r: 17, fill: '#ffffff', stroke: colour, strokeWidth: 3 }}
        {...(dashed ? { strokeDasharray: '6 3' } : {})}
      />
      {children}
    </svg>
  );
}

function Letter({ colour, children }: { colour: string; children: string }): JSX.Element {
  return (
    <text x={20} y={21} dy="0.35em" textAnchor="middle" fontSize={19} fontWeight={700} fill={colour}>
      {children}
    </text>
  );
}
