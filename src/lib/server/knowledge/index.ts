export { createWebPages, PAGE_BYTES, PAGE_MEDIA_TYPES, type WebPages } from './web/add-page.ts';
export { createCrawl, type Crawl } from './web/crawl.ts';
export { createWebPageStore } from './web/web-pages.ts';
export {
	createKnowledge,
	type AddDocumentInput,
	type AddDocumentResult,
	type Knowledge,
	type KnowledgeDependencies,
	type ListDocumentsInput
} from './knowledge.ts';
export { createIngestion, type Ingestion } from './ingestion.ts';
export { runIngest } from './ingest/index.ts';
export { createOriginals, type Originals } from './originals.ts';
export { createReadableDocuments, type ReadableDocuments } from './readable-documents.ts';
export { SOURCE_LIMIT_BYTES } from './normaliser/decode.ts';
export { createSearchTool } from './tool.ts';
export { createTrials, type ChangedText, type Trial, type Trials } from './trial/trials.ts';
export {
	createIndexKinds,
	openVectorIndexes,
	runFill,
	type FillIndex,
	type IndexJobs,
	type JobSteps
} from './vector-indexes/index.ts';
