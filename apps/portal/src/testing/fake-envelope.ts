/** What every answer of the fake API says of itself. */
export const FAKE_ENVELOPE = {
  ...{ asOf: '2026-11-24T10:42:00.000Z', boundaries: 'current', profile: 'hes' },
  editions: [{ id: 'synthetic-1', label: 'Waymark demonstration', synthetic: true }],
  excluded: { immature: 120 },
};
