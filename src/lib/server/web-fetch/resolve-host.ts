// What a name resolves to, before it is asked: over HTTPS (RFC 8484's JSON form), since a Worker sees names and never addresses. This
// narrows rebinding and does not end it: between this answer and the platform's own a name may change its mind. On Cloudflare the platform
// itself reaches no private network; on a machine of one's own the allow-list (WEB_HOSTS) is the fence.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import ipaddr from 'ipaddr.js';
import { hostOf, isPublicAddress } from './public-address.ts';

const ADDRESS_TYPES = new Set([1, 28]);
const TIMEOUT_MS = 3_000;

const Reply = z.object({
	Status: z.number(),
	Answer: z.array(z.object({ type: z.number(), data: z.string().max(4_096) })).default([])
});

export interface HostResolver {
	/** Throws `invalid` when an address of the host lies inside, or it has none, `unavailable` when nobody can say. */
	requirePublic(url: URL): Promise<void>;
}

/** `dnsUrl`: as in https://cloudflare-dns.com/dns-query; undefined: names are taken at their word. */
export function createHostResolver({
	dnsUrl,
	fetch
}: {
	dnsUrl: string | undefined;
	fetch: typeof globalThis.fetch;
}): HostResolver {
	async function addressesOf(host: string, type: 'A' | 'AAAA'): Promise<string[]> {
		const question = new URL(dnsUrl ?? '');
		question.searchParams.set('name', host);
		question.searchParams.set('type', type);
		try {
			const response = await fetch(question, {
				headers: { accept: 'application/dns-json' },
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS)
			});
			if (response.status !== 200) throw new Error(`DNS answered ${response.status}`);
			const { Answer } = Reply.parse(await response.json());
			return Answer.flatMap(({ type: kind, data }) => (ADDRESS_TYPES.has(kind) ? [data] : []));
		} catch (cause) {
			throw new AppError('unavailable', m.web_dns_unavailable({ host }), { cause });
		}
	}

	return {
		async requirePublic(url) {
			const host = hostOf(url);
			if (dnsUrl === undefined || ipaddr.isValid(host)) return;
			const addresses = (await Promise.all([addressesOf(host, 'A'), addressesOf(host, 'AAAA')])).flat();
			if (addresses.length === 0) throw new AppError('invalid', m.web_unknown_host({ host }));
			if (!addresses.every(isPublicAddress)) throw new AppError('invalid', m.web_not_public());
		}
	};
}
