// The benchmark's Worker: a file in R2, read in ranges as the product does it.
import mpg123 from '../../src/lib/server/recordings/decoding/mpg123.wasm';
import { analysed, decoded, meydaOf } from './work.ts';

export default {
	async fetch(request: Request, { FILES }: { FILES: R2Bucket }): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (pathname === '/file') {
			await FILES.put('file', request.body);
			return Response.json({});
		}
		const { size } = (await FILES.head('file')) ?? { size: 0 };
		const file = {
			sizeBytes: size,
			read: async (from: number, to: number) => {
				if (to <= from) return new Uint8Array(0);
				const part = await FILES.get('file', { range: { offset: from, length: to - from } });
				return new Uint8Array((await part?.arrayBuffer()) ?? new ArrayBuffer(0));
			}
		};
		if (pathname === '/analyse') return Response.json(await analysed(file, { mpg123 }));
		const samples = await decoded(file, { mpg123 });
		return Response.json(pathname === '/meyda' ? { frames: meydaOf(samples) } : { samples: samples.length });
	}
} satisfies ExportedHandler<{ FILES: R2Bucket }>;
