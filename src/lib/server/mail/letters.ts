// The words of every letter: whole sentences, plain text, the school's name in the subject and at the end.
import { m } from '#lib/paraglide/messages.js';
import type { Links } from './links.ts';
import type { MailMessage } from './mail.ts';

/** A letter that lacks only whom it goes to. */
export type Letter = Pick<MailMessage, 'kind' | 'subject' | 'body'>;

export interface Letters {
	passwordReset(token: string): Letter;
	passwordChanged(): Letter;
	emailVerification(token: string): Letter;
	/** To the new address. */
	emailChange(token: string): Letter;
	/** To the old address. */
	emailChanged(): Letter;
	/** `role` in words. */
	invitation(token: string, role: string): Letter;
	/** `teacher`: by name. */
	studentInvitation(token: string, teacher: string): Letter;
	/** To a guardian; the link withdraws. */
	guardianConsent(token: string, student: string): Letter;
	/** To the requester: where to read, never what was written. */
	ticketAnswered(ticket: { number: number; subject: string; isSolved: boolean }): Letter;
	/** To whom it was given. */
	ticketAssigned(ticket: { number: number; subject: string }): Letter;
	/** To the people of the desk, when none of them is at it. */
	handoverWaiting(conversationId: string): Letter;
	/** To the administrators. */
	handoverUnanswered(ticketNumber: number): Letter;
}

export function createLetters({ schoolName, links }: { schoolName: string; links: Links }): Letters {
	const school = { school: schoolName };
	return {
		passwordReset: (token) => ({
			kind: 'password-reset',
			subject: m.mail_password_reset_subject(school),
			body: m.mail_password_reset_body({ ...school, link: links.to('/reset-password', token) })
		}),
		passwordChanged: () => ({
			kind: 'password-changed',
			subject: m.mail_password_changed_subject(school),
			body: m.mail_password_changed_body(school)
		}),
		emailVerification: (token) => ({
			kind: 'email-verification',
			subject: m.mail_email_verification_subject(school),
			body: m.mail_email_verification_body({ ...school, link: links.to('/verify-email', token) })
		}),
		emailChange: (token) => ({
			kind: 'email-change',
			subject: m.mail_email_change_subject(school),
			body: m.mail_email_change_body({ ...school, link: links.to('/verify-email', token) })
		}),
		emailChanged: () => ({
			kind: 'email-changed',
			subject: m.mail_email_changed_subject(school),
			body: m.mail_email_changed_body(school)
		}),
		invitation: (token, role) => ({
			kind: 'invitation',
			subject: m.mail_invitation_subject(school),
			body: m.mail_invitation_body({ ...school, role, link: links.to('/invitation', token) })
		}),
		studentInvitation: (token, teacher) => ({
			kind: 'student-invitation',
			subject: m.mail_student_invitation_subject({ ...school, teacher }),
			body: m.mail_student_invitation_body({
				...school,
				teacher,
				link: links.to('/student-invitation', token)
			})
		}),
		guardianConsent: (token, student) => ({
			kind: 'guardian-consent',
			subject: m.mail_guardian_consent_subject(school),
			body: m.mail_guardian_consent_body({ ...school, student, link: links.to('/guardian-consent', token) })
		}),
		ticketAnswered: ({ number, subject, isSolved }) => {
			const words = { ...school, number, subject, link: links.page(`/tickets/${number}`) };
			return {
				kind: 'ticket-answered',
				subject: m.mail_ticket_answered_subject(words),
				body: isSolved ? m.mail_ticket_solved_body(words) : m.mail_ticket_answered_body(words)
			};
		},
		ticketAssigned: ({ number, subject }) => {
			const words = { ...school, number, subject, link: links.page(`/admin/tickets/${number}`) };
			return {
				kind: 'ticket-assigned',
				subject: m.mail_ticket_assigned_subject(words),
				body: m.mail_ticket_assigned_body(words)
			};
		},
		handoverWaiting: (conversationId) => ({
			kind: 'handover-waiting',
			subject: m.mail_handover_waiting_subject(school),
			body: m.mail_handover_waiting_body({ ...school, link: links.page(`/admin/desk/${conversationId}`) })
		}),
		handoverUnanswered: (number) => ({
			kind: 'handover-unanswered',
			subject: m.mail_handover_unanswered_subject({ ...school, number }),
			body: m.mail_handover_unanswered_body({
				...school,
				number,
				link: links.page(`/admin/tickets/${number}`)
			})
		})
	};
}
