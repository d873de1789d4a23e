/** Said where an answer lists nobody of whom it would tell: too few people are not even listed. */
const NOTHING_TOLD = 'Nothing can be told of this choice: nobody is in it, or too few people.';

/** A sentence about an answer, but of one that lists nothing only what it does tell. */
export function ifTold(
  answer: { unlisted?: boolean | undefined } | undefined,
  listed: readonly unknown[],
  sentence: string,
): string {
  return answer?.unlisted === true && listed.length === 0 ? NOTHING_TOLD : sentence;
}
