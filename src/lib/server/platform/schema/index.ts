export * from './people.ts';
export * from './knowledge.ts';
export * from './conversations.ts';
export * from './events.ts';
export * from './recordings.ts';
export * from './tickets.ts';
export * from './desk.ts';
export * from './transcripts.ts';
