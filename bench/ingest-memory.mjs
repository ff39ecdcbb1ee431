// What reading one PDF holds: bench/ingest.mjs runs this with --expose-gc in a process of its own. JavaScript's heap and the buffers beside it
// after a collection, page by page, above what was held before; Node's own copy of V8 stands for workerd's, whose isolate may have 128 MB.
import { parseFile } from '../src/lib/server/document-parsing/parse-file.ts';
import { makeBook } from './ingest-book.mjs';

const [pages = '300', isDeflated = 'true'] = process.argv.slice(2);
const file = { bytes: makeBook(Number(pages), isDeflated === 'true') };
const megabytesFile = file.bytes.length / 1e6;
const before = held();
let most = 0;
const every = Math.ceil(Number(pages) / 20);
const { text } = await parseFile('pdf', file.bytes, {
	now: () => 0,
	onPage(done) {
		if (done % every === 0) most = Math.max(most, held());
	}
});
file.bytes = new Uint8Array();
const after = held();
const megabytes = (/** @type {number} */ size) => Math.round(size / 1e5) / 10;
console.log(
	JSON.stringify({
		pages: Number(pages),
		megabytesFile: megabytes(megabytesFile * 1e6),
		characters: text.length,
		// The file itself was there before, and is held all along.
		megabytesHeld: megabytes(most - before + megabytesFile * 1e6),
		megabytesAfter: megabytes(after - before + megabytesFile * 1e6)
	})
);

function held() {
	globalThis.gc?.();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}
