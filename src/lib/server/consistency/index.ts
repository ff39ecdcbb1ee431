export { createConsistency, type Consistency } from './consistency.ts';
