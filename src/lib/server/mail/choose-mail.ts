// Which adapter sends, by settings.
import type { Clock, Database, Settings } from '../platform/index.ts';
import { createHttpMail } from './http-mail.ts';
import type { Mail } from './mail.ts';
import { createOutboxMail } from './outbox.ts';

export interface MailOptions {
	settings: Pick<Settings, 'MAIL_PROVIDER' | 'MAIL_URL' | 'MAIL_API_KEY' | 'MAIL_FROM'>;
	database: Database;
	clock: Clock;
}

export function createMail({ settings, database, clock }: MailOptions): Mail {
	const { MAIL_PROVIDER, MAIL_URL: url, MAIL_API_KEY: apiKey, MAIL_FROM: from } = settings;
	switch (MAIL_PROVIDER) {
		case 'outbox':
			return createOutboxMail({ database, clock });
		case 'http':
			if (url === undefined || from === undefined) throw new Error('settings were not parsed');
			return createHttpMail({ url, from, apiKey });
	}
}
