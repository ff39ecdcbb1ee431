export { createIngestStore } from './ingest-store.ts';
export { createIngests, type Ingests } from './ingests.ts';
export { createIngestWatch, type IngestWatch } from './watch-ingest.ts';
export { createIngestWork, type IngestWork } from './ingest-work.ts';
export { runIngest } from './run-ingest.ts';
