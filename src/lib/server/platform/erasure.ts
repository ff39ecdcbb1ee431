// Where something of a person lives, in every store. What is not listed here does not exist as far as erasing a person goes, so a
// test fails when a table is missing from it.
import { sql, type SQL } from 'drizzle-orm';
import { SYSTEM } from '#lib/shared/actor.ts';
import type * as tables from './schema/index.ts';

type Tables = typeof tables;
type TableName = keyof Tables;

/**
 * `delete`: the row is the person's and goes with them. `cascade`: it goes with the row it hangs on. `clear`: the row is the
 * school's and stays; the column is emptied, or given to the system.
 */
export type ColumnErasure = 'delete' | 'cascade' | 'clear';

export type TableErasure<Column extends string = string> =
	| { holds: 'person'; columns: Partial<Record<Column, ColumnErasure>> }
	/** Nothing of a person; why one can be sure. */
	| { holds: 'nothing'; because: string };

type ErasureList = { [Name in TableName]: TableErasure<string & keyof Tables[Name]['$inferSelect']> };

export const TABLE_ERASURE: ErasureList = {
	users: { holds: 'person', columns: { id: 'delete' } },
	sessions: { holds: 'person', columns: { userId: 'cascade' } },
	apiKeys: { holds: 'person', columns: { userId: 'cascade' } },
	accountTokens: { holds: 'person', columns: { userId: 'cascade' } },
	recoveryCodes: { holds: 'person', columns: { userId: 'cascade' } },
	invitations: { holds: 'person', columns: { acceptedBy: 'delete', invitedBy: 'clear' } },
	externalIdentities: { holds: 'person', columns: { userId: 'cascade' } },
	mailOutbox: { holds: 'person', columns: { personId: 'delete' } },
	conversations: { holds: 'person', columns: { personId: 'delete' } },
	conversationShares: { holds: 'person', columns: { personId: 'delete' } },
	attachments: { holds: 'person', columns: { personId: 'delete' } },
	messages: { holds: 'person', columns: { personId: 'delete' } },
	messageRatings: { holds: 'person', columns: { personId: 'delete', reviewedBy: 'clear' } },
	handoverRequests: { holds: 'person', columns: { personId: 'delete', agentId: 'clear' } },
	userContexts: { holds: 'person', columns: { personId: 'delete' } },
	handoverOffers: { holds: 'person', columns: { requestId: 'cascade', agentId: 'clear' } },
	deskAgents: { holds: 'person', columns: { userId: 'delete' } },
	conversationFacts: { holds: 'person', columns: { personId: 'delete' } },
	// The id of somebody of the school among them goes by a trigger, with the request for a person that it came from.
	conversationLabels: { holds: 'person', columns: { personId: 'delete' } },
	transcriptTags: { holds: 'person', columns: { personId: 'delete', addedBy: 'clear' } },
	transcriptBookmarks: { holds: 'person', columns: { personId: 'delete', agentId: 'delete' } },
	transcriptUnmaskings: { holds: 'person', columns: { personId: 'delete', agentId: 'clear' } },
	answerDocuments: { holds: 'person', columns: { personId: 'delete', createdBy: 'clear' } },
	studentLinks: { holds: 'person', columns: { teacherId: 'delete', studentId: 'delete' } },
	guardianConsents: { holds: 'person', columns: { studentId: 'delete', recordedBy: 'clear' } },
	recordings: { holds: 'person', columns: { personId: 'delete', uploadedBy: 'clear' } },
	recordingUploads: { holds: 'person', columns: { personId: 'delete', uploadedBy: 'delete' } },
	analysisResults: { holds: 'person', columns: { personId: 'delete' } },
	recordingFeedback: { holds: 'person', columns: { personId: 'delete', requestedBy: 'clear' } },
	recordingNotes: { holds: 'person', columns: { personId: 'delete', authorId: 'clear', ownerId: 'clear' } },
	recordingShares: { holds: 'person', columns: { personId: 'delete', createdBy: 'clear' } },
	tickets: { holds: 'person', columns: { requesterId: 'delete', assigneeId: 'clear' } },
	ticketComments: { holds: 'person', columns: { authorId: 'clear' } },
	ticketEvents: {
		holds: 'person',
		columns: { actorId: 'clear', fromAssigneeId: 'clear', toAssigneeId: 'clear' }
	},
	ticketFiles: { holds: 'person', columns: { personId: 'delete', uploadedBy: 'clear' } },
	ticketViewers: { holds: 'person', columns: { userId: 'delete' } },
	ticketFilters: { holds: 'person', columns: { ownerId: 'delete' } },
	cannedReplies: { holds: 'person', columns: { createdBy: 'clear' } },
	ticketDeliveries: { holds: 'nothing', because: 'goes with its ticket' },
	ticketInbound: { holds: 'nothing', because: 'ids that the external desk gave to its messages' },
	questionOutcomes: { holds: 'person', columns: { personId: 'delete' } },
	reportProgress: { holds: 'nothing', because: 'a position in a list' },
	knowledgeDocuments: { holds: 'person', columns: { createdBy: 'clear' } },
	knowledgeRevisions: { holds: 'person', columns: { createdBy: 'clear' } },
	knowledgeIndexes: { holds: 'nothing', because: 'names of models and counts' },
	knowledgeIngests: { holds: 'person', columns: { createdBy: 'clear' } },
	knowledgeSites: { holds: 'person', columns: { createdBy: 'clear' } },
	knowledgeWebPages: { holds: 'nothing', because: 'addresses of public pages' },
	knowledgeChunks: { holds: 'nothing', because: 'text of the school’s own documents' },
	knowledgeGaps: {
		holds: 'nothing',
		because: 'ids; a gap without questions goes when gaps are next looked at'
	},
	knowledgeGapQuestions: { holds: 'person', columns: { personId: 'delete' } },
	knowledgeFindings: { holds: 'nothing', because: 'sentences of the school’s own documents' },
	knowledgeComparisons: { holds: 'nothing', because: 'ids of documents' },
	knowledgeReplays: { holds: 'person', columns: { createdBy: 'clear' } },
	knowledgeReplayQuestions: { holds: 'person', columns: { questionId: 'cascade' } },
	auditEvents: { holds: 'person', columns: { personId: 'clear' } },
	metricEvents: { holds: 'nothing', because: 'numbers with labels of a closed set' }
};

/** Virtual tables, made by custom migrations, and the table whose triggers keep them. */
export const VIRTUAL_TABLES: Record<string, TableName> = {
	messages_fts: 'messages',
	tickets_fts: 'tickets',
	ticket_comments_fts: 'ticketComments',
	knowledge_chunks_fts: 'knowledgeChunks',
	knowledge_terms: 'knowledgeChunks'
};

/** Every store a deployment binds, and how a person is found in it. */
export const STORE_ERASURE = {
	DB: 'by the tables above',
	FILES: 'every key under {person id}/; documents/ is the school’s',
	CONVERSATIONS: 'one object for each row of conversations with the person’s id; each erases itself',
	RATE_LIMITS:
		'person:{id} and network:{truncated address}: each empties itself when its buckets are full again',
	CIRCUIT_BREAKERS: 'nothing: whether services answered',
	VECTOR_INDEX: 'nothing: vectors of the school’s documents',
	PASSWORDS: 'nothing: its objects never write',
	VECTORIZE: 'nothing: vectors of the school’s documents',
	AI: 'nothing: keeps none of what it is asked',
	JOBS: 'nothing: calls of the companion Worker',
	ANALYSIS:
		'ids of recordings alone; an instance ends when its recording is gone, and Cloudflare forgets it within a month',
	ESCALATION:
		'ids of requests alone; an instance ends when its request is gone, and Cloudflare forgets it within a month',
	TOOL_CHAIN:
		'ids of a conversation and its chain alone; an instance ends when the conversation is gone, and Cloudflare forgets it within a month',
	WATCHES: 'the ids of a recording and its person while it is measured: empties itself when that ends',
	INGEST: 'nothing: ids of files on their way into the school’s documents',
	REPLAY: 'nothing: ids of changes of the school’s documents',
	REINDEX: 'nothing: ids of the school’s vector indexes',
	CACHE: 'nothing: keys are hashes of the school’s texts, and expire'
} as const;

/** The purpose of the token that marks an account as one that is being erased. */
export const ERASURE_MARK = 'erase-account';

/** True in SQL for the system and for a person who is there, and is not being erased: only for them may anything new be kept. */
export function isKept(personId: string): SQL {
	return sql`(${personId} = ${SYSTEM.userId} OR (
		EXISTS (SELECT 1 FROM users WHERE id = ${personId}) AND
		NOT EXISTS (SELECT 1 FROM account_tokens WHERE user_id = ${personId} AND purpose = ${ERASURE_MARK})))`;
}
