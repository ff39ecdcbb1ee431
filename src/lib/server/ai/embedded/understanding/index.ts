export { ticketNumberOf, type EntityKind, type MessageEntity } from './entities.ts';
export { asksForPerson, isAgreement, smallTalkOf, type SmallTalk } from './small-talk.ts';
export { understand, type Understanding } from './understand.ts';
