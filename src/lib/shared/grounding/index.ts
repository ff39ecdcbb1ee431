export { narrow } from './narrow.ts';
export type { Narrowed } from './narrow.ts';
