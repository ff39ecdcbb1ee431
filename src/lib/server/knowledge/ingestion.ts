// Files on their way into the knowledge: what routes call, what the workflow does, what the alarm looks after.
import type { ParseFile } from '../document-parsing/index.ts';
import type { Logger, RunInBackground } from '../observability/index.ts';
import type { Audit, Clock, Database, JobsRpc } from '../platform/index.ts';
import { createDocumentIndex } from './document-index.ts';
import {
	createIngests,
	createIngestStore,
	createIngestWatch,
	createIngestWork,
	type Ingests,
	type IngestWatch,
	type IngestWork
} from './ingest/index.ts';
import { createKnowledgeStore } from './store.ts';
import type { VectorIndexes } from './vector-indexes/index.ts';

export interface Ingestion {
	ingests: Ingests;
	work: IngestWork;
	watch: IngestWatch;
}

export interface IngestionDependencies {
	database: Database;
	objects: R2Bucket;
	indexes: VectorIndexes;
	/** undefined where nothing is read: only the companion Worker's workflow does. */
	parseFile: ParseFile | undefined;
	jobs: Pick<JobsRpc, 'startIngest'>;
	/** From inside the alarm, which needs no second one. */
	jobsOfWatch: Pick<JobsRpc, 'startIngest'>;
	clock: Clock;
	log: Logger;
	audit?: Audit;
	runInBackground: RunInBackground;
}

export function createIngestion(dependencies: IngestionDependencies): Ingestion {
	const { database, objects, indexes, parseFile, jobs, jobsOfWatch, runInBackground, ...rest } = dependencies;
	const store = createKnowledgeStore(database);
	const ingests = createIngestStore(database);
	const work = createIngestWork({
		...{ ingests, store, objects, ...rest },
		documentIndex: createDocumentIndex({ store, indexes }),
		parse: parseFile ?? (() => Promise.reject(new Error('nothing here reads files')))
	});
	const { clock } = rest;
	return {
		ingests: createIngests({ ingests, objects, clock, start: jobs.startIngest, runInBackground }),
		work,
		watch: createIngestWatch({ ingests, work, start: jobsOfWatch.startIngest })
	};
}
