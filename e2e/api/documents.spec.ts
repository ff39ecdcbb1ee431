// What may be taught to the school's knowledge: text of any kind, however hostile, becomes clean text; everything else is refused soon.
import { expect } from '../fixtures.ts';
import { fresh, test, type Added } from './document.ts';
import { expectRefusal } from './refusal.ts';
import { newId } from './turn.ts';

const DEEP = 100_000;

test.describe('a document is refused, soon', () => {
	const noise = Uint8Array.from({ length: 40_000 }, (_, index) => (index * index * 31 + index * 7) % 256);
	const refused: Record<
		string,
		{
			file: string;
			content: () => string | Uint8Array<ArrayBuffer>;
			code: 'invalid' | 'too-large' | 'unsupported';
		}
	> = {
		'that is empty': { file: 'md', content: () => '', code: 'invalid' },
		'of blanks': { file: 'txt', content: () => ' \n\t \u00a0\n', code: 'invalid' },
		'of marks without a word': { file: 'md', content: () => '# ---\n\n***\n', code: 'invalid' },
		'of characters nobody sees': { file: 'txt', content: () => '\u200b\u202e\u2066', code: 'invalid' },
		'that is binary and named .md': { file: 'md', content: () => noise, code: 'unsupported' },
		'that is a PNG named .md': {
			file: 'md',
			content: () =>
				new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...noise.slice(0, 2000)]),
			code: 'unsupported'
		},
		'that is a PDF named .txt': { file: 'txt', content: () => '%PDF-1.7\n1 0 obj\n', code: 'unsupported' },
		'of NULs': { file: 'md', content: () => new Uint8Array(50_000), code: 'unsupported' },
		'of broken UTF-8': {
			file: 'md',
			content: () => new Uint8Array([0x61, 0x80, 0x81, 0x8d, 0x62]),
			code: 'unsupported'
		},
		'of a kind we do not read': { file: 'docx', content: () => 'Hello', code: 'unsupported' },
		'of a kind nobody knows': { file: 'exe', content: () => 'Hello', code: 'unsupported' },
		'of 50 MB': { file: 'txt', content: () => 'Practise slowly. '.repeat(3_100_000), code: 'too-large' },
		'one byte over 10 MB': { file: 'txt', content: () => 'a'.repeat(10 * 1024 * 1024 + 1), code: 'too-large' }
	};
	for (const [name, { file, content, code }] of Object.entries(refused))
		test(name, async ({ library, administrator }) => {
			const body = content();
			const startedAt = performance.now();
			expectRefusal(await library.upload(fresh(file), body), code, name);
			expect(performance.now() - startedAt).toBeLessThan(5000);
			// The product goes on.
			expect((await administrator.get('/api/health')).status).toBe(200);
		});

	test('of 50 MB in JSON', async ({ library }) => {
		const text = 'Practise slowly. '.repeat(3_100_000);
		expectRefusal(await library.send({ name: fresh('md'), text }), 'too-large');
	});

	const bodies: Record<string, unknown> = {
		'without a name': { text: 'Hello' },
		'with a name of blanks': { name: '  ', text: 'Hello' },
		'with a long name': { name: 'x'.repeat(501), text: 'Hello' },
		'with a text that is none': { name: 'a.md', text: 5 },
		'with an audience nobody is': { name: 'a.md', text: 'Hello', audience: 'everyone' },
		'with too many tags': {
			name: 'a.md',
			text: 'Hello',
			tags: Array.from({ length: 21 }, (_, index) => `t${index}`)
		},
		'with tags that are no words': { name: 'a.md', text: 'Hello', tags: [1] },
		'that is a list': []
	};
	for (const [name, body] of Object.entries(bodies))
		test(name, async ({ administrator }) => {
			expectRefusal(await administrator.post('/api/knowledge/documents', body), 'invalid', name);
		});

	test('from whoever may not write, before it is read', async ({ newVisitor }) => {
		const large = 'a'.repeat(5 * 1024 * 1024);
		const user = await newVisitor().enterAs('user');
		for (const body of [{ name: 'a.md', text: 'Hello' }, { name: 5 }, { name: 'a.md', text: large }]) {
			expectRefusal(await newVisitor().post('/api/knowledge/documents', body), 'unauthenticated');
			expectRefusal(await user.post('/api/knowledge/documents', body), 'forbidden');
		}
		const id = newId();
		expectRefusal(await newVisitor().call('DELETE', `/api/knowledge/documents/${id}`), 'unauthenticated');
		expectRefusal(await user.call('DELETE', `/api/knowledge/documents/${id}`), 'forbidden');
	});
});

test.describe('a document is cleaned', () => {
	test('of NULs, overrides and halves of pairs, and keeps its words', async ({ library }) => {
		const body = `{"name":"${fresh('txt')}","mediaType":"text/plain","text":"Scales\\u0000 first. \\u202eThen\\u202c \\ud800pieces. \\u200fכן 🎵"}`;
		const answer = await library.send(body);
		expect((await library.read(answer)).text).toBe('Scales first. Then pieces. \u200fכן 🎵');
	});

	test('of the same in its title, name and tags', async ({ library }) => {
		const body = `{"name":"a\\u0000b\\u202e-${fresh('md')}","text":"Hello there.","title":"Fe\\u202ees\\u0000 \\ud800","tags":["a\\u202eb"]}`;
		const answer = await library.send(body);
		if (answer.status === 400) return void expectRefusal(answer, 'invalid');
		const { document } = await library.read(answer);
		expect(JSON.stringify(document)).not.toMatch(/\u202e|\\u0000|\\ud800|\ufffd/);
	});

	test('of script, styles, frames and handlers in HTML', async ({ library }) => {
		const html = `<title>Fees</title><script>window.__ran=1</script><style>p{}</style><p onclick="window.__ran=2">A lesson
			costs <b>20</b> pounds.</p><iframe src="javascript:window.__ran=3"></iframe><a href="javascript:window.__ran=4">more</a>
			<svg onload="window.__ran=5"><text>x</text></svg><template><p>hidden</p></template><p>&lt;script&gt;kept as text&lt;/script&gt;</p>`;
		const { text } = await library.read(await library.upload(fresh('html'), html));
		expect(text).toContain('A lesson costs');
		expect(text).not.toMatch(/__ran|javascript:|onclick|hidden/);
	});

	test('of embedded script in Markdown', async ({ library }) => {
		const markdown =
			'# Fees\n\n<script>window.__ran=1</script>\nA lesson costs 20 pounds.\n\n<img src=x onerror="window.__ran=2">\n\n`<script>let code;</script>`\n';
		const { text } = await library.read(await library.upload(fresh('md'), markdown));
		expect(text).toContain('A lesson costs 20 pounds.');
		expect(text).not.toContain('__ran');
	});
});

test.describe('nested without end', () => {
	const nested: Record<string, { file: string; content: string }> = {
		'HTML elements': {
			file: 'html',
			content: `<p>The first note.</p>${'<div>'.repeat(DEEP)}The deepest note.${'</div>'.repeat(DEEP)}`
		},
		'HTML tables': {
			file: 'html',
			content: `<p>The first note.</p>${'<table><tr><td>'.repeat(DEEP / 4)}The deepest note.`
		},
		'HTML lists': {
			file: 'html',
			content: `<p>The first note.</p>${'<ul><li>'.repeat(DEEP / 2)}The deepest note.`
		},
		'Markdown quotations': {
			file: 'md',
			content: `The first note.\n\n${'> '.repeat(DEEP)}The deepest note.`
		},
		'Markdown lists': { file: 'md', content: `The first note.\n\n${'- '.repeat(DEEP)}The deepest note.` },
		'Markdown brackets': { file: 'md', content: `The first note.\n\n${'['.repeat(DEEP)}The deepest note.` },
		'Markdown emphasis': {
			file: 'md',
			content: `The first note.\n\n${'*a **b '.repeat(DEEP / 7)}The deepest note.`
		}
	};
	for (const [name, { file, content }] of Object.entries(nested))
		test(`${name} are taken in, found, and shown`, async ({ library, newVisitor }) => {
			const startedAt = performance.now();
			const answer = await library.upload(fresh(file), content);
			const { text } = await library.read(answer);
			expect(text).toContain('The deepest note.');
			const { documentId } = answer.json as Added;
			const page = await newVisitor().get(`/knowledge/${documentId}`, { headers: { accept: 'text/html' } });
			expect(page.status).toBe(200);
			// A long document is shown in parts.
			expect(page.text).toContain('The first note.');
			expect(performance.now() - startedAt).toBeLessThan(15_000);
		});
});
