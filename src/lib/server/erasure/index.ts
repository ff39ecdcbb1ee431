export { createErasure, EraseAccount, type Erasure, type Holdings, type Receipt } from './erasure.ts';
