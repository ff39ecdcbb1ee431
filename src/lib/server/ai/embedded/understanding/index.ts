export { ticketNumberOf } from './entities.ts';
export { numberOfWords } from './number-words.ts';
export { isAgreement, smallTalkOf, type SmallTalk } from './small-talk.ts';
export { understand, type Understanding } from './understand.ts';
