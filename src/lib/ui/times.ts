// Times as the account and administration pages show them: the day, or the day and the minute, in UTC like every log.
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export const dayOf = (at: number): string => DAY.format(at);
export const momentOf = (at: number): string => `${MOMENT.format(at)} UTC`;
