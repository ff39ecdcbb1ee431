// The port through which letters leave. Sending is handing over: nobody learns from it whether a letter was read.

/** What a letter is for. Shown to administrators in the outbox; never part of an address. */
export type MailKind =
	| 'password-reset'
	| 'password-changed'
	| 'email-verification'
	| 'email-change'
	| 'email-changed'
	| 'invitation'
	| 'student-invitation'
	| 'guardian-consent'
	| 'ticket-answered'
	| 'ticket-assigned'
	| 'handover-waiting'
	| 'handover-unanswered';

export interface MailMessage {
	kind: MailKind;
	/** One address. */
	to: string;
	/** Whom it is about, where that is an account: what is kept of the letter goes when that person goes. */
	personId?: string;
	/** One line. */
	subject: string;
	/** Plain text. */
	body: string;
	/** Letters of one key are one letter, where whoever carries them can tell (Idempotency-Key, for a day). */
	key?: string;
}

export interface Mail {
	/** Resolves when the letter was handed over. Throws `unavailable` when it was not, `invalid` when no letter can be made of it. */
	send(message: MailMessage): Promise<void>;
}
