/**
 * The examples of docs/developers.md, which the tests run against the program as it stands; a test beside this file holds the two
 * together. `BASE`, `KEY` and `PREFIX` are settings of the shell.
 */
export const EXAMPLES = {
  firstEvent: `curl -sS "$BASE/v1/events" -H "Authorization: Bearer $KEY" -H 'Content-Type: application/cloudevents+json' -d '{
  "specversion": "1.0", "id": "received-1", "source": "'"$PREFIX"'crm", "subject": "referral-1",
  "type": "org.waymark.referral.received.v1", "time": "2026-09-01T09:30:00+01:00",
  "data": { "person": { "id": "person-1" }, "icb": "S0E4D", "route": "gp", "reasons": ["loneliness"] } }'
`,
  checkOnly: `curl -sS "$BASE/v1/events:validate" -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '[{
  "specversion": "1.0", "id": "attended-1", "source": "'"$PREFIX"'crm", "subject": "referral-1",
  "type": "org.waymark.attendance.recorded.v1", "time": "2026-09-08T11:00:00+01:00",
  "data": { "bookingId": "booking-1", "outcome": "yes" } }]'
`,
  typescript: `const { BASE, KEY, PREFIX } = process.env;

interface Answer {
  accepted: number;
  duplicates: number;
  rejected: number;
  results: { index: number; id?: string; status: string; code?: string; pointer?: string; detail?: string }[];
}

async function send(events: object[]): Promise<Answer> {
  for (;;) {
    const answer = await fetch(\`\${BASE}/v1/events\`, {
      method: 'POST',
      headers: { authorization: \`Bearer \${KEY}\`, 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
    if (answer.status !== 429 && answer.status !== 503) return (await answer.json()) as Answer;
    const seconds = Number(answer.headers.get('retry-after') ?? 1);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

const common = { specversion: '1.0', source: \`\${PREFIX}crm\`, subject: 'referral-2' };
const answer = await send([
  {
    ...{
      ...common,
      id: 'received-2',
      type: 'org.waymark.referral.received.v1',
      time: '2026-09-01T09:30:00Z',
    },
    data: { person: { id: 'person-2' }, icb: 'S0E4D', ageBand: '45-54', sex: 'female' },
  },
  {
    ...{ ...common, id: 'booked-2', type: 'org.waymark.booking.made.v1', time: '2026-09-02T10:00:00Z' },
    data: {
      ...{ bookingId: 'booking-2', activityProvider: 'leisure', activity: 'walking' },
      startsAt: '2026-09-09T10:00:00Z',
    },
  },
]);
console.log(\`\${answer.accepted} accepted, \${answer.duplicates} duplicates, \${answer.rejected} rejected\`);
for (const { id, code, pointer, detail } of answer.results.filter(({ status }) => status === 'rejected'))
  console.error(id, code, pointer, detail);
`,
  python: `import json, os, urllib.request

def send(events):
    request = urllib.request.Request(
        os.environ["BASE"] + "/v1/events",
        data=json.dumps(events).encode(),
        headers={
            "Authorization": "Bearer " + os.environ["KEY"],
            "Content-Type": "application/cloudevents-batch+json",
        },
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)

answer = send([{
    "specversion": "1.0", "id": "received-3", "source": os.environ["PREFIX"] + "crm", "subject": "referral-3",
    "type": "org.waymark.referral.received.v1", "time": "2026-09-01T09:30:00Z",
    "data": {"person": {"id": "person-3"}, "icb": "S0E4D", "route": "self"},
}])
print(answer["accepted"], "accepted,", answer["duplicates"], "duplicates,", answer["rejected"], "rejected")
`,
  didItArrive: `curl -sS "$BASE/v1/feed" -H "Authorization: Bearer $KEY"
`,
} as const;
