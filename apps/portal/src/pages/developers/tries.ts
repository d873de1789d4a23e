/** An event to try, and what comes of it. */
export interface Try {
  name: string;
  event: object;
}

/** Events of a first day, and one that is refused, as the provider with this prefix would send them. */
export function triesOf(prefix: string): Try[] {
  const sent = (id: string, type: string, time: string, data: object): object => ({
    ...{ specversion: '1.0', id, source: `${prefix}crm`, subject: 'referral-1' },
    ...{ type: `org.waymark.${type}.v1`, time, data },
  });
  const person = { id: 'person-1' };
  const booking = { bookingId: 'booking-1', activityProvider: 'leisure', activity: 'walking' };
  const came = { bookingId: 'booking-1', outcome: 'attended' };
  return [
    {
      name: 'A referral was received',
      event: sent('received-1', 'referral.received', '2026-09-01T09:30:00+01:00', {
        ...{ person, icb: 'S0E4D', route: 'gp', reasons: ['loneliness'] },
      }),
    },
    {
      name: 'A session was booked',
      event: sent('booked-1', 'booking.made', '2026-09-02T10:00:00+01:00', {
        ...{ ...booking, startsAt: '2026-09-08T10:00:00+01:00' },
      }),
    },
    {
      name: 'Somebody came to it',
      event: sent('attended-1', 'attendance.recorded', '2026-09-08T11:00:00+01:00', came),
    },
    {
      name: 'The referral was closed',
      event: sent('closed-1', 'referral.closed', '2026-11-20T12:00:00Z', { outcome: 'completed' }),
    },
    {
      name: 'One that is refused',
      event: sent('attended-2', 'attendance.recorded', '2026-09-08T11:00:00+01:00', {
        ...{ ...came, outcome: 'yes' },
      }),
    },
  ];
}
