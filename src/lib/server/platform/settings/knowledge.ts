// Where the knowledge may come from.
import { z } from 'zod';
import { commaList } from './forms.ts';

export const knowledgeSettings = {
	/** Sites whose pages may be added to the knowledge, comma-separated: `school.example`, `*.school.example`. Left out: any public one. */
	WEB_HOSTS: commaList
		.transform((hosts) => hosts.map((host) => host.toLowerCase()))
		.pipe(
			z.array(
				z.string().regex(/^(\*\.)?[\p{L}\p{N}.-]+$/u, 'hosts, as in school.example or *.school.example')
			)
		)
		.default([]),
	/** Who is asked over HTTPS where a name leads, before its pages are read; `off`: nobody. */
	WEB_DNS_URL: z
		.union([z.literal('off'), z.url({ protocol: /^https$/ })])
		.default('https://cloudflare-dns.com/dns-query')
};
