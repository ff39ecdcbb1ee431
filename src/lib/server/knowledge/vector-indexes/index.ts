export type { FillIndex } from './fill-index.ts';
export { createIndexKinds } from './index-kinds.ts';
export type { IndexJobs } from './index-keeper.ts';
export { openVectorIndexes } from './open-vector-indexes.ts';
export { runFill, type JobSteps } from './run-fill.ts';
export type { OpenIndex, VectorIndexes } from './vector-indexes.ts';
