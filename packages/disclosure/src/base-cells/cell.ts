import { controlled, type ControlledCounts, type ExactCounts } from '../control.js';
import { isWithheld, type Level, type Profile } from '../profile.js';

/** What may be added up: the denominator (of a measure without one, its count), and the numerator within it. */
export type Variable = 'denominator' | 'numerator';

/** Values that somebody who knows the rules must take for possible, both included. */
export type Range = readonly [least: number, most: number];

/**
 * What somebody knows who works counts out. All know the rules, and one of three things besides:
 * - `rounded`: what is shown, as it is shown;
 * - `exact`: what is shown as it was before it was rounded, for many answers hold the same group in different company, and together
 *   wear its rounding off;
 * - `listed`: what is shown, as it is shown, and of few people who are withheld that there are no fewer: finer tables list every
 *   group with somebody in it, and so many groups hold as many people at least.
 */
export type Reader = 'rounded' | 'exact' | 'listed';

const FEW = 7;

/** What is shown as the nearest multiple of 5 is at most 2 away from it. */
function rangeOfRounded(value: number): Range {
  const shown = 5 * Math.round(value / 5);
  return [Math.max(shown - 2, 0), shown + 2];
}

/** What is known of a cell from counts beside its own. */
export interface CellContext {
  /** The numerator is at least this many. */
  atLeast?: number;
  /** The numerator is withheld, whatever it is: another count would tell of few people. */
  isSealed?: boolean;
}

/** A base cell on its way out: exact counts, and which of them are withheld so far. */
export class Cell {
  private readonly withheld: Record<Variable, boolean>;
  private readonly atLeast: number;
  /** As it would leave if it stood alone. */
  private readonly alone: ControlledCounts;

  constructor(
    /** Codes by the table's dimensions, then the period: what tells it from its table's other cells. */
    readonly key: string,
    readonly exact: ExactCounts,
    private readonly profile: Profile,
    private readonly level: Level,
    { atLeast = 0, isSealed = false }: CellContext = {},
  ) {
    this.alone = controlled(exact, profile, level);
    const { withheld } = this.alone;
    const whole = this.hasDenominator ? withheld.includes('denominator') : isSealed || withheld.length > 0;
    this.withheld = { denominator: whole, numerator: whole || isSealed || withheld.length > 0 };
    this.atLeast = atLeast;
  }

  /** Under `hes`, small counts of the whole country are shown: they are rounded, and asked without any detail. */
  get isOfCountry(): boolean {
    return this.level === 'national' && this.profile === 'hes';
  }

  value(variable: Variable): number {
    return variable === 'numerator' ? this.exact.numerator : this.total;
  }

  isWithheld(variable: Variable): boolean {
    return this.withheld[variable];
  }

  /** Whether, once withheld, it would keep two possible values for all that is known beside it. */
  canHide(variable: Variable): boolean {
    return variable === 'denominator' || this.atLeast < this.total;
  }

  withhold(variable: Variable): void {
    this.withheld.numerator = true;
    if (variable === 'denominator') this.withheld.denominator = true;
  }

  /** What a value may be to a reader. */
  range(variable: Variable, reader: Reader): Range {
    const value = this.value(variable);
    if (!this.isWithheld(variable)) return reader === 'exact' ? [value, value] : rangeOfRounded(value);
    const [least, most] = variable === 'denominator' ? this.rangeOfTotal() : this.rangeOfNumerator();
    return [reader === 'listed' && value <= FEW ? Math.min(value, FEW - 1) : least, most];
  }

  /** As the cell leaves. */
  shown(): ControlledCounts {
    const { denominator, numerator } = this.alone;
    if (!this.hasDenominator) {
      const few = this.withheld.denominator;
      return { numerator: few ? null : numerator, denominator: null, withheld: few ? ['numerator'] : [] };
    }
    if (this.withheld.denominator)
      return { numerator: null, denominator: null, withheld: ['numerator', 'denominator'] };
    return this.withheld.numerator
      ? { numerator: null, denominator, withheld: ['numerator'] }
      : { numerator, denominator, withheld: [] };
  }

  private get hasDenominator(): boolean {
    return this.exact.denominator !== null;
  }

  private get total(): number {
    return this.exact.denominator ?? this.exact.numerator;
  }

  private isFew(part: keyof ExactCounts['people']): boolean {
    return isWithheld(this.exact.people[part], this.profile, this.level);
  }

  private rangeOfTotal(): Range {
    const few = this.isFew(this.hasDenominator ? 'denominator' : 'numerator');
    if (!few) return [FEW + 1, Infinity];
    return [1, this.total > FEW ? Infinity : FEW];
  }

  private rangeOfNumerator(): Range {
    if (this.withheld.denominator) return [this.atLeast, this.rangeOfTotal()[1]];
    const { total } = this;
    const none = this.profile === 'research' ? 0 : 1;
    const [few, fewLeft] = [this.isFew('numerator'), this.isFew('remainder')];
    const remainder = total - this.exact.numerator;
    const least = Math.max(this.atLeast, few ? none : 0);
    const most = few && this.exact.numerator <= FEW ? Math.min(FEW, total) : total;
    if (!fewLeft) return [least, most];
    return [Math.max(least, remainder <= FEW ? total - FEW : 0), Math.min(most, total - none)];
  }
}
