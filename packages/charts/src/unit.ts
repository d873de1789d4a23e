/**
 * What values are counted in. An axis of a `count` marks whole numbers only, one of a `proportion` ends at 100%; every other unit
 * of the caller's is drawn as it is.
 */
export type Unit = 'count' | 'proportion' | (string & {});
