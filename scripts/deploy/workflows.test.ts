// The workflows cannot run here; what they promise can be read from them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { readDeployOptions } from './options.mjs';

const folder = fileURLToPath(new URL('../../.github/workflows', import.meta.url));

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}
interface Job {
	if?: string;
	needs?: string;
	uses?: string;
	environment?: string;
	permissions?: unknown;
	concurrency?: { group: string; 'cancel-in-progress': boolean };
	'timeout-minutes'?: number;
	steps?: Step[];
}
interface Workflow {
	on: Record<string, unknown>;
	permissions: unknown;
	jobs: Record<string, Job>;
}

function read(name: string): Workflow {
	const document = parseDocument(readFileSync(join(folder, name), 'utf8'));
	expect(document.errors).toEqual([]);
	expect(document.warnings).toEqual([]);
	return document.toJS({ maxAliasCount: 20 }) as Workflow;
}

describe.each(readdirSync(folder))('%s', (name) => {
	const { on, permissions, jobs } = read(name);
	const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

	it('may read the code and nothing more', () => {
		expect<unknown>(permissions).toEqual({ contents: 'read' });
		for (const job of Object.values(jobs))
			expect<unknown>(job.permissions ?? { contents: 'read' }).toEqual({ contents: 'read' });
		expect(on).not.toHaveProperty('pull_request_target');
		for (const { uses, with: given } of steps)
			if (uses?.startsWith('actions/checkout@')) expect(given?.['persist-credentials']).toBe(false);
	});

	it('uses actions of a named version, and ends by itself', () => {
		for (const { uses } of steps)
			if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@(v\d+|[0-9a-f]{40})$/);
		for (const job of Object.values(jobs))
			if (job.uses === undefined) expect(job['timeout-minutes']).toBeGreaterThan(0);
	});

	it('puts nothing that others may write into a shell', () => {
		for (const { run = '' } of steps) expect(run).not.toContain('${{');
	});
});

describe('deploying', () => {
	const { jobs } = read('deploy.yml');

	it.each(['preview', 'production'])(
		'to %s waits for the checks, runs alone to its end and by the command there is',
		(env) => {
			const job = jobs[env]!;
			expect(job).toMatchObject({
				...{ needs: 'checks', environment: env },
				concurrency: { group: `deploy-${env}`, 'cancel-in-progress': false }
			});
			const command =
				job.steps
					?.at(-1)
					?.run?.split('\n')
					.find((line) => line.startsWith('npm run deploy')) ?? '';
			const args = command.replace('npm run deploy -- ', '').replaceAll('"', '').split(' ');
			expect(readDeployOptions(args)).toMatchObject({ env, hasChecks: false });
		}
	);

	it('gives a fork no secrets, and production only to tags and to people', () => {
		expect(jobs.preview?.if).toContain('head.repo.full_name == github.repository');
		expect(jobs.production?.if).not.toContain('pull_request');
	});
});
