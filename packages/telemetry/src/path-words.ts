/**
 * Parts of addresses that may be told: those of the portal's pages and calls. Any other word of an address may be somebody's name.
 * A page that is added is added here, which a test of the portal asks for.
 */
export const PATH_WORDS: ReadonlySet<string> = new Set([
  ...['sign-in', 'overview', 'places', 'trends', 'pathway', 'staying', 'fairness', 'providers', 'support'],
  ...['outcomes', 'reasons', 'stopping', 'why-people-stop', 'measures', 'charts', 'gallery'],
  ...['feeds', 'send', 'keys', 'developers'],
  ...['accessibility', 'privacy', 'cookies', 'assets'],
  ...['api', 'v1', 'me', 'session', 'spc', 'funnel', 'inequality', 'compare', 'retention', 'survival'],
  ...['feed', 'gone', 'at-risk', 'imports', 'profiles', 'templates', 'events', 'pseudonyms'],
  ...['disengagement', 'areas', 'status', 'snapshots', 'admin', 'collect', 'health'],
  // Where a policy is broken without an address.
  ...['inline', 'eval'],
]);
