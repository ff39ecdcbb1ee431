// Pages whose address holds a secret from a letter. The secret must leave by no Referer and stay in no cache; `strict-origin`, not
// `no-referrer`: the form's own Origin would be hidden, too, and our cross-site check with it.
import type { ServerLoadEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { Token } from '#lib/server/auth/index.ts';
import { AppError } from '#lib/shared/errors.ts';

export const SecretQuery = z.object({ token: Token });

export function keepToSelf(event: ServerLoadEvent): void {
	event.setHeaders({ 'referrer-policy': 'strict-origin', 'cache-control': 'no-store' });
}

/** What the link leads to, or why it leads nowhere: said in the page, which knows what to do next. */
export async function openLink<T>(
	work: Promise<T>
): Promise<{ link: T; deadBecause: null } | { link: null; deadBecause: string }> {
	try {
		return { link: await work, deadBecause: null };
	} catch (thrown) {
		if (!(thrown instanceof AppError) || thrown.code !== 'not-found') throw thrown;
		return { link: null, deadBecause: thrown.message };
	}
}
