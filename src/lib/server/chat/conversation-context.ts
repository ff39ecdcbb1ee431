// What the parts of one conversation share.
import type { Actor } from '#lib/shared/actor.ts';
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import type { Logger, RunInBackground } from '../observability/index.ts';
import type { AnswerModel, AnswerModels } from '../ai/index.ts';
import type { Clock } from '../platform/index.ts';
import type { ToolRegistry } from '../tools/index.ts';
import type { Attachments } from '../attachments/index.ts';
import type { PolicyTopic } from './floor/policy-topics.ts';
import type { Journal } from './journal.ts';
import type { ConversationStore } from './store/index.ts';
import type { ConversationRecord } from './store/conversation-record.ts';

export interface ConversationContext {
	store: ConversationStore;
	journal: Journal;
	clock: Clock;
	log: Logger;
	newId: () => string;
	/** Asked for at each turn: building them may cost something, and settings may change. */
	answerModels: () => AnswerModels;
	/** Who answers what was said in a call. */
	spokenAnswerModels: () => AnswerModels;
	/** Who does small tasks, in the order in which they are asked; nobody: the embedded code does them. */
	smallModels: () => readonly AnswerModel[];
	tools: ToolRegistry;
	/** The files sent with its messages. */
	attachments: Pick<Attachments, 'readText' | 'eraseOf'>;
	/** The variants of experiments that an actor's turn is to be answered in. Never rejects. */
	variantsFor: (actor: Actor) => Promise<Partial<Record<string, string>>>;
	/** Whether somebody may answer for the school, now. */
	mayAnswer: (personId: string) => Promise<boolean>;
	/** Begins a chain of tools that this conversation keeps; undefined where nothing can carry one out. */
	startChain?: (chainId: string) => Promise<void>;
	schoolName: string;
	/** What becomes of a remote model's sentences that its sources do not bear out; marked unless it is said. */
	unsupportedSentences?: 'mark' | 'strike' | undefined;
	/** When people of the school are there. */
	hours: BusinessHours;
	/** What is no assistant's matter: who speaks of it is found a person. */
	policyTopics: readonly PolicyTopic[];
	runInBackground: RunInBackground;
	/** A timer. 0: as soon as everything that waits now has had its turn. */
	later: (delayMs: number, work: () => void) => void;
	/** The conversation's own row. Throws when there is none: only for work that begins with one. */
	requireRecord(): ConversationRecord;
	/** Sends what the database does not know yet, in the background. */
	project(): void;
}
