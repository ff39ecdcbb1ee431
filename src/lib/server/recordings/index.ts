export { analyseFile } from './analyse-file.ts';
export { runAnalysis, type AnalysisSteps } from './analysis/run-analysis.ts';
export { createMeasurements, type Measurements } from './measurements.ts';
export type { AnalysedFile } from './analyse-file.ts';
export type { Decoders } from './decoding/mp3.ts';
export type { ReadTake } from './decoding/read-take.ts';
export type { SoundFile } from './decoding/sound-file.ts';
export { FeedbackRequest } from './feedback/feedback-request.ts';
export { createRecordingFeedback, type RecordingFeedback } from './feedback/feedback.ts';
export { createPerformanceTool } from './feedback/performance-tool.ts';
export {
	AcceptStudent,
	BeginSound,
	BeginUpload,
	ChangeNote,
	ChangeRecording,
	ChangeStudent,
	GiveConsent,
	InviteStudent,
	ListRecordings,
	NewNote,
	NewNoteFields,
	NewShare,
	SecretToken,
	UploadFields
} from './library/forms.ts';
export { LIMITS as RECORDING_LIMITS } from './limits.ts';
export { FileLinkQuery, FileQuery } from './playback/files.ts';
export { createRecordings, type Recordings } from './recordings.ts';
export type { SharedLookups } from './shares/shares.ts';
export type { ReceivedForm } from './uploads/receive-form.ts';
