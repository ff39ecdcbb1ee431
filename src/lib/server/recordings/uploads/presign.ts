// Addresses to which a browser may PUT one upload straight into the bucket, over R2's S3 interface. The length is signed along: an address
// takes so many bytes and no others. What arrives is not believed before it was looked at.
// https://developers.cloudflare.com/r2/api/s3/presigned-urls/
import { AwsV4Signer } from 'aws4fetch';
import type { Clock } from '../../platform/index.ts';

export interface PresignOptions {
	accountId: string;
	accessKeyId: string;
	secretAccessKey: string;
	bucket: string;
	clock: Clock;
}

export interface Presigner {
	put(
		key: string,
		sizeBytes: number,
		lifeSeconds: number
	): Promise<{ url: string; headers: Record<string, string> }>;
}

export function createPresigner(options: PresignOptions): Presigner {
	const { accountId, accessKeyId, secretAccessKey, bucket, clock } = options;
	return {
		async put(key, sizeBytes, lifeSeconds) {
			const path = [bucket, ...key.split('/')].map(encodeURIComponent).join('/');
			const url = new URL(`/${path}`, presignedOrigin(accountId));
			url.searchParams.set('X-Amz-Expires', String(lifeSeconds));
			const signer = new AwsV4Signer({
				method: 'PUT',
				url: url.href,
				headers: { 'content-length': String(sizeBytes) },
				accessKeyId,
				secretAccessKey,
				service: 's3',
				region: 'auto',
				// 20261121T220000Z
				datetime: new Date(clock.now()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
				signQuery: true,
				// Content-Length is one that is left out otherwise.
				allHeaders: true
			});
			const signed = await signer.sign();
			// The browser says the length by itself, and lets nobody else say it.
			return { url: signed.url.href, headers: {} };
		}
	};
}

/** Where a page must be allowed to send to. */
export const presignedOrigin = (accountId: string): string => `https://${accountId}.r2.cloudflarestorage.com`;
