import { WHO, type Who } from './knock.ts';

export const EVERYBODY: readonly Who[] = WHO;
/** Whoever has written something. */
export const PERSONS: readonly Who[] = WHO.filter((who) => who !== 'visitor');
/** Whoever has an account. */
export const ACCOUNTS: readonly Who[] = ['user', 'teacher', 'agent', 'admin'];
export const ADMINISTRATORS: readonly Who[] = ['admin'];
