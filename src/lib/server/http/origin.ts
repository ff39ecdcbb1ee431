// Where a message comes from, as far as it is kept: the address truncated, everything else cut to size.
import type { RequestEvent } from '@sveltejs/kit';
import { truncateAddress } from '#lib/shared/address.ts';
import type { Origin } from '../chat/index.ts';

export function originOf(event: RequestEvent): Origin {
	const { headers } = event.request;
	const language = /^[a-z]{2,3}/i.exec(headers.get('accept-language') ?? '')?.[0]?.toLowerCase() ?? 'en';
	return {
		language,
		address: truncateAddress(event.getClientAddress()),
		...optional('userAgent', headers.get('user-agent')?.slice(0, 300)),
		...optional('referrer', withoutQuery(headers.get('referer')))
	};
}

function withoutQuery(address: string | null): string | undefined {
	if (address === null || !URL.canParse(address)) return undefined;
	const { origin, pathname } = new URL(address);
	return `${origin}${pathname}`.slice(0, 300);
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
	return (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };
}
