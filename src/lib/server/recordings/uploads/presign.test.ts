// Against a signature worked out by hand as Amazon describes it: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../platform/index.ts';
import { createPresigner } from './presign.ts';

const clock = createManualClock(Date.UTC(2026, 10, 21, 22, 5, 9, 123));
const options = {
	...{
		accountId: 'a'.repeat(32),
		accessKeyId: 'AKID',
		secretAccessKey: 'very secret',
		bucket: 'segue-files'
	},
	clock
};
const HOST = `${options.accountId}.r2.cloudflarestorage.com`;
const KEY = 'anna/recordings/uploads/7f';
const presigner = createPresigner(options);

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** By the recipe, from the parameters of the address and the length that the sender will say. */
function signatureOf(url: URL, contentLength: number, secret = options.secretAccessKey): string {
	const query = [...url.searchParams]
		.filter(([name]) => name !== 'X-Amz-Signature')
		.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
		.sort()
		.join('&');
	const request = [
		...['PUT', url.pathname, query, `content-length:${contentLength}`, `host:${HOST}`, ''],
		...['content-length;host', 'UNSIGNED-PAYLOAD']
	].join('\n');
	const scope = '20261121/auto/s3/aws4_request';
	const hash = createHash('sha256').update(request).digest('hex');
	const text = ['AWS4-HMAC-SHA256', '20261121T220509Z', scope, hash].join('\n');
	const key = ['20261121', 'auto', 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
	return hmac(key, text).toString('hex');
}

describe('an address for one upload', () => {
	it('is signed for one object, one length and one hour', async () => {
		const { url, headers } = await presigner.put(KEY, 12_345, 3600);
		const parsed = new URL(url);
		expect(parsed.origin + parsed.pathname).toBe(`https://${HOST}/segue-files/${KEY}`);
		expect(Object.fromEntries(parsed.searchParams)).toEqual({
			'X-Amz-Expires': '3600',
			'X-Amz-Date': '20261121T220509Z',
			'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
			'X-Amz-Credential': 'AKID/20261121/auto/s3/aws4_request',
			'X-Amz-SignedHeaders': 'content-length;host',
			'X-Amz-Signature': signatureOf(parsed, 12_345)
		});
		// The browser says its length by itself.
		expect(headers).toEqual({});
	});

	it('is another for another length, another object or another key, and never holds the secret', async () => {
		const { url } = await presigner.put(KEY, 12_345, 3600);
		const signature = (address: string) => new URL(address).searchParams.get('X-Amz-Signature');
		expect(signatureOf(new URL(url), 12_346)).not.toBe(signature(url));
		expect(signature((await presigner.put(`${KEY}x`, 12_345, 3600)).url)).not.toBe(signature(url));
		const other = createPresigner({ ...options, secretAccessKey: 'another' });
		expect(signature((await other.put(KEY, 12_345, 3600)).url)).not.toBe(signature(url));
		expect(decodeURIComponent(url)).not.toContain(options.secretAccessKey);
	});
});
