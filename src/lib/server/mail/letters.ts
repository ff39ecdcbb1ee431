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
		})
	};
}
