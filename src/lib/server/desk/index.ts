export { createDesk, type Desk } from './desk.ts';
export { createPreparedHandovers, type PreparedHandovers } from './prepared-handover.ts';
