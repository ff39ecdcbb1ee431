import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSecrets } from './secrets.mjs';

const folder = mkdtempSync(join(tmpdir(), 'segue-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function read(text: string, { mode = 0o600, taken = [] as string[] } = {}) {
	const path = join(folder, `${count++}.env`);
	writeFileSync(path, text, { mode });
	return readSecrets(path, { known: ['SCHOOL_NAME', 'OPENAI_API_KEY'], taken: new Set(taken) });
}

it('takes lines or JSON, and nothing inside a value means anything', () => {
	const value = '$HOME ${PATH} `id` $(id) \\n #1';
	expect(read(`# the school\nexport SCHOOL_NAME="${value}"\n\nOPENAI_API_KEY=sk=1 # mine\n`)).toEqual({
		SCHOOL_NAME: value,
		OPENAI_API_KEY: 'sk=1'
	});
	expect(read(JSON.stringify({ SCHOOL_NAME: `${value}\nsecond line` }))).toEqual({
		SCHOOL_NAME: `${value}\nsecond line`
	});
	expect(read('\uFEFFSCHOOL_NAME=Byte order\r\n')).toEqual({ SCHOOL_NAME: 'Byte order' });
});

it.each([
	['PATH=/tmp\n', '"PATH" is no setting of Segue'],
	['SCHOOL_NAME=a\nSCHOOL_NAME=b\n', 'SCHOOL_NAME is there twice'],
	['just words\n', 'line 1 is not NAME=value'],
	['SCHOOL_NAME=\n', 'SCHOOL_NAME is empty'],
	[`SCHOOL_NAME=${'x'.repeat(6_000)}\n`, 'longer than 5120 bytes'],
	['{"SCHOOL_NAME": {"__proto__": 1}}', '"SCHOOL_NAME" is not a text'],
	['{"__proto__": "x"}', '"__proto__" is not a name'],
	['{"SCHOOL_NAME": ', 'begins like JSON'],
	['SCHOOL_NAME=a\0b\n', 'NUL'],
	['BELL\u0007\u001b[2J=1\n', 'is not a name of capital letters'],
	['x'.repeat(300_000), 'larger than 256 KB']
])('refuses %.40j and says why, never a value', (text, why) => {
	expect(() => read(text)).toThrow(why);
});

it('refuses what is in wrangler.toml too, a file others may read and one that is not there', () => {
	expect(() => read('SCHOOL_NAME=x', { taken: ['SCHOOL_NAME'] })).toThrow('also stands in wrangler.toml');
	expect(() => read('SCHOOL_NAME=x', { mode: 0o644 })).toThrow('chmod 600');
	expect(() => readSecrets(join(folder, 'none'), { known: [], taken: new Set() })).toThrow('cannot be read');
});
