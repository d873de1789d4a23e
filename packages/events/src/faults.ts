/** Why an event is refused: every code that `admit` answers, with what it means. Stable: programs act on them. */
export const FAULTS = {
  not_an_object: 'The event is not a JSON object.',
  unsupported_specversion: 'Only CloudEvents 1.0 is accepted.',
  unknown_attribute: 'The envelope has an attribute that the contract does not know.',
  unknown_member: 'data has a member that the contract does not know; free text has no place here.',
  unknown_type: 'No event type has this name.',
  missing: 'A required attribute or member is missing.',
  wrong_type: 'The value is of another JSON type than expected.',
  not_in_list: 'The value is not one of the listed codes.',
  invalid_format: 'The value is not written in the form expected.',
  too_long: 'The text is longer than allowed.',
  too_short: 'The text or list is shorter than allowed.',
  too_many: 'The list has more items than allowed.',
  out_of_range: 'The number is outside its bounds.',
  invalid_instant: 'Not an RFC 3339 instant with an offset.',
  invalid_date: 'Not a calendar date.',
  too_early: 'Dated before 2015-01-01.',
  in_the_future: 'Dated further in the future than allowed.',
  end_before_start: 'The end is not after the start.',
  conflicting_members: 'Of these members at most one may be given.',
  not_allowed: 'The member is not allowed in this event.',
  unsupported_content_type: 'datacontenttype is application/json or absent.',
  source_not_allowed: 'The source does not begin with a prefix registered for this provider.',
  contains_nhs_number: 'An identifier or text holds what looks like an NHS number.',
  invalid_nhs_number: 'Not an NHS number: ten digits with a valid check digit.',
  postcode_lookup_missing: 'A postcode was sent, but no postcode lookup is loaded.',
  unknown_postcode: 'The loaded postcode lookup does not hold this postcode.',
} as const;
export type FaultCode = keyof typeof FAULTS;

/** One fault of one event. `pointer` is RFC 6901; `detail` says what was expected and never quotes the value. */
export interface EventFault {
  code: FaultCode;
  pointer: string;
  detail: string;
}
