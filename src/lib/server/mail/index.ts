export { createMail, type MailOptions } from './choose-mail.ts';
export { createLetters, type Letter, type Letters } from './letters.ts';
export { createLinks, type Links } from './links.ts';
export type { Mail, MailKind, MailMessage } from './mail.ts';
export { createOutbox, type Outbox, type OutboxLetter, type OutboxPage } from './outbox.ts';
