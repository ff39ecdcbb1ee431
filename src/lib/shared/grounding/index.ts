export { narrow } from './narrow.ts';
export type { Likeness, Narrowed } from './narrow.ts';
