// What wrangler has no command for: which deployment of the app is live, and going back to one. Cloudflare's own HTTP interface, with the
// token wrangler uses.
import { Problem } from '../start/problem.mjs';

const TIMEOUT_MS = 30_000;

/**
 * @param {{wrangler: import('./wrangler.mjs').Wrangler, environment: NodeJS.ProcessEnv, accountId: string, project: string}} order
 */
export function createPagesInterface({ wrangler, environment, accountId, project }) {
	const base = environment.CLOUDFLARE_API_BASE_URL || 'https://api.cloudflare.com/client/v4';
	const address = `${base}/accounts/${accountId}/pages/projects/${project}`;
	/** @type {Record<string, string> | undefined} */
	let headers;

	async function call(what, method, path) {
		headers ??= await signIn(wrangler);
		let response;
		try {
			const signal = AbortSignal.timeout(TIMEOUT_MS);
			response = await fetch(`${address}${path}`, { method, headers, signal });
		} catch {
			throw new Problem(
				`${what}: Cloudflare cannot be reached: check the network, then run the same command again.`
			);
		}
		const answer = await response.json().catch(() => undefined);
		if (response.ok && answer?.success === true) return answer.result;
		const why = answer?.errors?.[0]?.message ?? `status ${response.status}`;
		throw new Problem(`${what}: ${why}.`);
	}

	return {
		/** What visitors of the production address get. @returns {Promise<{id: string, url: string} | null>} */
		async live() {
			const { canonical_deployment: live } = await call('The live deployment could not be found', 'GET', '');
			return live ? { id: live.id, url: live.url } : null;
		},
		/** Production only: Cloudflare does not roll previews back. @param {string} id */
		async goBack(id) {
			await call('The app could not be rolled back', 'POST', `/deployments/${id}/rollback`);
		}
	};
}
/** @typedef {ReturnType<typeof createPagesInterface>} PagesInterface */

async function signIn(wrangler) {
	const found = await wrangler.json('The sign-in could not be read', ['auth', 'token', '--json']);
	return found.type === 'api_key'
		? { 'x-auth-key': found.key, 'x-auth-email': found.email }
		: { authorization: `Bearer ${found.token}` };
}
