import type { Cookies } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { clearSessionCookie, readSessionSecret, setSessionCookie } from './person.ts';

type Options = Record<string, unknown>;

function stage(address: string, sent: Record<string, string> = {}) {
	const set: { name: string; value: string; options: Options }[] = [];
	const cookies = {
		get: (name: string) => sent[name],
		set: (name: string, value: string, options: Options) => void set.push({ name, value, options }),
		delete: (name: string, options: Options) => void set.push({ name, value: '', options })
	} as unknown as Cookies;
	return { event: { cookies, url: new URL(address) }, set };
}

const session = { secret: 's', expiresAt: 1_800_000_000_000 };

describe('the session’s cookie', () => {
	it.each([
		['https://school.example/', '__Host-segue_session', true],
		['https://localhost/', '__Host-segue_session', true],
		['http://localhost:8788/', 'segue_session', false],
		['http://127.0.0.1:8788/', 'segue_session', false],
		['http://[::1]:8788/', 'segue_session', false],
		['http://school.localhost/', 'segue_session', false],
		['http://192.168.1.7:8788/', '__Host-segue_session', true],
		['http://localhost.evil.example/', '__Host-segue_session', true],
		['http://127.0.0.1.evil.example/', '__Host-segue_session', true]
	])('on %s is %s, Secure: %s', (address, name, secure) => {
		const { event, set } = stage(address);
		setSessionCookie(event, session);
		const options = {
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure,
			expires: new Date(session.expiresAt)
		};
		expect(set).toEqual([{ name, value: 's', options }]);
	});

	it('takes no plain cookie on https: another host of the domain could have planted it', () => {
		expect(
			readSessionSecret(stage('https://school.example/', { segue_session: 'planted' }).event)
		).toBeUndefined();
		expect(readSessionSecret(stage('https://school.example/', { '__Host-segue_session': 's' }).event)).toBe(
			's'
		);
	});

	it('is taken back under the name and with the marks it was given', () => {
		const { event, set } = stage('https://school.example/');
		clearSessionCookie(event);
		expect(set[0]).toMatchObject({ name: '__Host-segue_session', options: { path: '/', secure: true } });
	});
});
