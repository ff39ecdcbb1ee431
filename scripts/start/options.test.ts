import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../../src/lib/server/platform/settings.ts';
import { PASSED_ON, readOptions } from './options.mjs';

let root: string;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), 'segue-options-'));
});
afterEach(async () => {
	await rm(root, { recursive: true, force: true });
});

describe('what npm start is asked for', () => {
	it('is port 8788, the folder .segue and the demo when nothing is said', () => {
		expect(readOptions({}, [], root)).toMatchObject({
			port: 8788,
			state: join(root, '.segue'),
			demo: true,
			dev: false
		});
	});

	it('is taken from PORT, SEGUE_STATE and SEGUE_DEMO', () => {
		const options = readOptions(
			{ PORT: '9000', SEGUE_STATE: '/var/segue', SEGUE_DEMO: 'off' },
			['--dev'],
			root
		);
		expect(options).toMatchObject({ port: 9000, state: '/var/segue', demo: false, dev: true });
	});

	it('puts a relative state folder into the checkout, wherever npm was called', () => {
		expect(readOptions({ SEGUE_STATE: 'elsewhere' }, [], root).state).toBe(join(root, 'elsewhere'));
	});

	it.each(['0', '65536', 'http', '80.5', '-1', '0x50'])('refuses the port %s in one sentence', (PORT) => {
		expect(() => readOptions({ PORT }, [], root)).toThrow(
			`PORT is "${PORT}", which is not a port: give a number from 1 to 65535.`
		);
	});

	it('refuses a switch that is neither on nor off, and an option it does not know', () => {
		expect(() => readOptions({ SEGUE_DEMO: 'maybe' }, [], root)).toThrow(
			'SEGUE_DEMO is "maybe": give on or off.'
		);
		expect(() => readOptions({}, ['--port'], root)).toThrow('does not know the option --port');
	});

	it('names the invented school only for the demo, and lets it be named otherwise', () => {
		expect(readOptions({}, [], root).settings).toEqual({ SCHOOL_NAME: 'Ottermere School of Music' });
		expect(readOptions({ SEGUE_DEMO: 'off' }, [], root).settings).toEqual({});
		expect(readOptions({ SCHOOL_NAME: 'Ours' }, [], root).settings).toEqual({ SCHOOL_NAME: 'Ours' });
	});

	it('hands on known settings of the environment, over those of .dev.vars, and nothing else', async () => {
		await writeFile(
			join(root, '.dev.vars'),
			'# secrets\nOPENAI_API_KEY="sk # not a comment"\nexport OPENAI_MODEL = small # a comment\nOTHER=\'x\'\nnot a line\n'
		);
		const { settings } = readOptions({ OPENAI_MODEL: 'large', HOME: '/root', SEGUE_DEMO: 'off' }, [], root);
		expect(settings).toEqual({ OPENAI_API_KEY: 'sk # not a comment', OPENAI_MODEL: 'large', OTHER: 'x' });
	});

	it('knows every setting of the product', () => {
		// These two are the start's own business.
		const expected = SETTING_NAMES.filter((name) => name !== 'SEGUE_DEMO' && name !== 'SEGUE_KEY_HASH');
		expect([...PASSED_ON].sort()).toEqual(expected.sort());
	});
});
