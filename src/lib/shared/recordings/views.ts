// What the API and the pages say of recordings. Types alone: the page loads no parser for what its own server sends.
import type { Analysis, Quality } from './analysis.ts';
import type { Dimension } from './dimensions.ts';
import type { DimensionScore } from './model/scores.ts';

export type RecordingStatus = 'uploaded' | 'processing' | 'analyzed' | 'failed';
export type Container = 'wav' | 'mp3' | 'm4a';

/** As measured, with the reason of an abstention in words. */
export interface WordedScore extends Omit<DimensionScore, 'reason'> {
	reason?: string;
}
export type WordedAnalysis = Omit<Analysis, 'dimensions'> & { dimensions: Record<Dimension, WordedScore> };

export interface RecordingView {
	id: string;
	status: RecordingStatus;
	/** Why it failed: the code, and words with what to do. */
	failure: { code: string; message: string } | null;
	student: { id: string; name: string };
	title: string;
	piece: string | null;
	composer: string | null;
	instrument: string | null;
	notes: string | null;
	tags: string[];
	fileName: string;
	container: Container;
	sizeBytes: number;
	durationSeconds: number | null;
	/** Milliseconds since epoch, as all times that are not moments of the take. */
	playedAt: number;
	createdAt: number;
	updatedAt: number;
	version: number;
	openNotes: number;
	/** What this reader may do with it. */
	may: { write: boolean; delete: boolean };
}

/** GET /api/recordings/:id/analysis. */
export interface AnalysisView {
	recordingId: string;
	provider: string;
	modelVersion: string;
	analysedAt: number;
	durationSeconds: number;
	analysis: WordedAnalysis;
	/** For drawing before the sound is there: `perSecond` values of 0..1 each second. */
	envelope: { perSecond: number; values: number[] };
	/** The passages to work on first, most urgent first: where the playing moved furthest from the take (passages.ts); at most five. */
	passages: Passage[];
	/** Whether the take can be laid beside another: not where only an external analyser heard it. */
	isComparable: boolean;
}

export interface Passage {
	start: number;
	end: number;
	timestamp: string;
	/** The dimensions that moved, furthest first, as change relative to the take. */
	reasons: { dimension: Dimension; change: number }[];
}

export type NoteState = 'open' | 'practised' | 'done';

export interface NoteView {
	id: string;
	recordingId: string;
	author: { id: string; name: string } | null;
	owner: { id: string; name: string } | null;
	startSeconds: number;
	endSeconds: number;
	text: string;
	/** Where its voice memo can be heard; null without one. */
	memoUrl: string | null;
	state: NoteState;
	createdAt: number;
	updatedAt: number;
	version: number;
	may: { write: boolean; setState: boolean };
}

/** An upload under way, as its uploader sees it. */
export interface UploadView {
	id: string;
	recordingId: string;
	kind: 'original' | 'sound' | 'memo';
	fileName: string;
	title: string;
	clientKey: string;
	sizeBytes: number;
	receivedBytes: number;
	expiresAt: number;
	transport:
		| { by: 'chunks'; chunkBytes: number; received: number[] }
		| { by: 'presigned'; url: string; headers: Record<string, string> };
}

export interface StudentView {
	/** The link's id. */
	id: string;
	/** null until the invitation is accepted. */
	personId: string | null;
	name: string;
	email: string;
	isMinor: boolean;
	consent: { guardianName: string; relation: string; grantedAt: number } | null;
	/** invited, active, ended, or an invitation that ran out. */
	state: 'invited' | 'active' | 'ended' | 'expired';
	recordings: number;
	invitedAt: number;
}

/** GET /api/shared/recordings/:token: what a link shows to whoever has it. */
export interface SharedRecordingView {
	recording: RecordingView;
	notes: NoteView[];
	/** Signed; asked for again before `fileExpiresAt`, by loading the link once more. */
	fileUrl: string;
	/** Of the derived sound, where there is one: what plays in every browser. */
	soundUrl: string | null;
	fileExpiresAt: number;
	analysis: AnalysisView | null;
	feedback: FeedbackView | null;
	/** Of the link itself. */
	expiresAt: number;
}

/** A teacher of the reader's: what a student sees of the link. */
export interface TeacherView {
	/** The link's id. */
	id: string;
	personId: string;
	name: string;
	since: number;
}

export interface RecordingShareView {
	id: string;
	createdAt: number;
	expiresAt: number;
	revokedAt: number | null;
	/** Only in the answer that made it: the path of its page. */
	url?: string;
}

/** POST and GET /api/feedback/:id. Every sentence was measured again before it was stored; what could not be shown to hold was dropped. */
export interface FeedbackView {
	id: string;
	recordingId: string;
	overallAssessment: {
		strengths: FeedbackClaim[];
		priorityAreas: FeedbackClaim[];
		/** Empty where nothing of the whole take could be measured. */
		performanceCharacter: string;
		/** What the character rests on. */
		characterReferences: ScoreReference[];
	};
	temporalFeedback: FeedbackMoment[];
	practiceRecommendations: {
		immediatePriorities: Recommendation[];
		longTermDevelopment: Recommendation[];
	};
	/** Empty where no measured number speaks for it. */
	encouragement: string;
	encouragementReference: ScoreReference | null;
	/** What cannot be said of this take, and what to do: abstentions, missing moments, advice without a passage. */
	limits: string[];
	citations: FeedbackCitation[];
	metadata: {
		modelVersion: string;
		analysedAt: number;
		/** 0..1: the mean of what the sentences rest on. */
		confidence: number;
		/** Sentences that were not shown: the measurement did not bear them out, or they would fit any take. */
		dropped: { unsupported: number; generic: number };
	};
}

/** A moment of the take that moved, with what to try there. */
export interface FeedbackMoment {
	start: number;
	end: number;
	/** "0:00-0:03" */
	timestamp: string;
	insights: FeedbackInsight[];
	practiceFocus: string;
}

export interface FeedbackInsight {
	/** timing, articulation, pedal, tone, dynamics or expression. */
	category: string;
	observation: string;
	/** Words of the passages cited; empty where the school's material holds none. */
	actionableAdvice: string;
	/** Places in `citations`. */
	citationNumbers: number[];
	scoreReference: ScoreReference;
	/** Further measurements that the same sentence names. */
	furtherReferences: ScoreReference[];
}

/** A sentence, and the measured number it rests on. */
export interface FeedbackClaim {
	text: string;
	scoreReference: ScoreReference;
	furtherReferences: ScoreReference[];
}

export interface ScoreReference {
	dimension: Dimension | 'tempo' | 'loudness' | 'onsets';
	/** Of a dimension 0..1 or its change; of the tempo beats a minute; of the loudness decibels against the take; of onsets their number. */
	value: number;
	/** Absolute for the whole take, relative to it for a moment. Tempo and onsets are always absolute, loudness always relative. */
	kind: 'score' | 'change';
	start: number;
	end: number;
	confidence: number;
}

export interface Recommendation {
	skillArea: string;
	/** Words of the passages cited. */
	specificExercise: string;
	/** What to measure in the next take. */
	expectedOutcome: string;
	scoreReference: ScoreReference;
	/** Places in `citations`. */
	citationNumbers: number[];
}

export interface FeedbackCitation {
	number: number;
	documentId: string;
	documentTitle: string;
	revisionHash: string;
	start: number;
	end: number;
	quote: string;
}

/** GET /api/recordings/:id/compare/:otherId: `this` against `other` on aligned time. */
export interface ComparisonView {
	recordingId: string;
	otherId: string;
	/** Pairs of moments that belong together, in seconds, rising. */
	alignment: { here: number; there: number }[];
	/** 0..1: how well the two are the same music. */
	likeness: number;
	isSameMusic: boolean;
	dimensions: {
		dimension: Dimension;
		here: number | null;
		there: number | null;
		change: number | null;
		/** Half the width of what re-recording the same playing moves: changes below are not changes. */
		noiseFloor: number;
		isChanged: boolean;
	}[];
	/** Where the playing differs, on this take's time. */
	passages: { start: number; end: number; dimension: Dimension; change: number }[];
	/** This take's tempo over the other's along the music. */
	tempo: { seconds: number; ratio: number }[];
}

/** GET /api/recordings/progress: how a student's scores went over the weeks, and what became of the notes. */
export interface ProgressView {
	student: { id: string; name: string };
	/** Every dimension, also where nothing was scored; takes in the order they were played, at most the last 200. */
	dimensions: { dimension: Dimension; points: ProgressPoint[] }[];
	/** Weeks (UTC, from Monday) in which notes were made or moved on, oldest first: by the state the notes are in now. */
	notes: { weekStart: number; open: number; practised: number; done: number }[];
}

/** Takes from which a dimension's score abstained have no point in it. */
export interface ProgressPoint {
	recordingId: string;
	title: string;
	playedAt: number;
	score: number;
	confidence: number;
}

export type { Quality };
