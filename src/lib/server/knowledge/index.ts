export {
	createKnowledge,
	type AddDocumentInput,
	type AddDocumentResult,
	type Knowledge,
	type KnowledgeDependencies,
	type ListDocumentsInput
} from './knowledge.ts';
export { SOURCE_LIMIT_BYTES } from './normaliser/decode.ts';
export { createSearchTool } from './tool.ts';
