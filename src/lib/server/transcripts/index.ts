export { maskWords } from './masking/mask.ts';
export { maskFor } from './rows.ts';
export { createTranscripts, type Transcripts } from './transcripts.ts';
export {
	ChangeTranscript,
	ExportTranscript,
	FILTER_NAMES,
	FindTranscripts,
	ListTranscripts,
	PublishAnswer,
	ReadTranscript,
	SearchTranscripts,
	Unmask
} from './requests.ts';
