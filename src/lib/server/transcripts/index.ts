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
