import { describe, expect, it, vi } from 'vitest';
import {
	createJobs,
	type AnalysisParameters,
	type EscalationParameters,
	type ReindexParameters
} from './jobs.ts';

/** A workflow binding with at most one instance, in the given state. */
function fakeWorkflow(status?: InstanceStatus['status']) {
	let isThere = status !== undefined;
	const instance = {
		status: async () => ({ status: status ?? 'queued' }),
		sendEvent: vi.fn(async () => undefined),
		resume: vi.fn(async () => undefined),
		restart: vi.fn(async () => undefined)
	};
	const create = vi.fn(async () => {
		if (isThere) throw new Error('instance.already_exists');
		isThere = true;
		return instance;
	});
	const get = async () => {
		if (!isThere) throw new Error('instance.not_found');
		return instance;
	};
	return { binding: { create, get } as unknown as Workflow<ReindexParameters>, create, instance };
}

describe('starting work', () => {
	it('makes an instance that bears the index’s id', async () => {
		const { binding, create } = fakeWorkflow();
		await createJobs({ REINDEX: binding }).startReindex('k1');
		expect(create).toHaveBeenCalledExactlyOnceWith({ id: 'k1', params: { indexId: 'k1' } });
	});

	it('makes one when two start it at once', async () => {
		const { binding, instance } = fakeWorkflow();
		const jobs = createJobs({ REINDEX: binding });
		await Promise.all([jobs.startReindex('k1'), jobs.startReindex('k1')]);
		expect(instance.restart).not.toHaveBeenCalled();
	});

	it.each([
		['running', 'sendEvent'],
		['waiting', 'sendEvent'],
		['paused', 'resume'],
		['errored', 'restart'],
		['terminated', 'restart'],
		['complete', 'restart']
	] as const)('brings one that is %s on by %s', async (status, by) => {
		const { binding, instance } = fakeWorkflow(status);
		await createJobs({ REINDEX: binding }).startReindex('k1');
		const calls = (['sendEvent', 'resume', 'restart'] as const).filter(
			(name) => instance[name].mock.calls.length > 0
		);
		expect(calls).toEqual([by]);
	});

	it('is asked of the Worker where no workflow is bound', async () => {
		const worker = {
			startReindex: vi.fn(async () => undefined),
			startAnalysis: vi.fn(async () => undefined),
			startIngest: vi.fn(async () => undefined),
			startReplay: vi.fn(async () => undefined),
			watch: vi.fn(async () => undefined)
		};
		await createJobs({ JOBS: worker }).startReindex('k1');
		await createJobs({ JOBS: worker }).startAnalysis('r1');
		expect(worker.startReindex).toHaveBeenCalledExactlyOnceWith('k1');
		expect(worker.startAnalysis).toHaveBeenCalledExactlyOnceWith('r1');
	});

	it('watches a recording before it measures it, so that nothing is lost in between', async () => {
		const { binding, create } = fakeWorkflow();
		const calls: string[] = [];
		create.mockImplementation(async () => {
			calls.push('start');
			throw new Error('killed');
		});
		const WATCHES = {
			idFromName: (name: string) => name,
			get: () => ({ watch: async (kind: string, id: string) => void calls.push(`watch ${kind} ${id}`) })
		} as unknown as DurableObjectNamespace;
		const ANALYSIS = binding as unknown as Workflow<AnalysisParameters>;
		await expect(createJobs({ ANALYSIS, WATCHES }).startAnalysis('r1')).rejects.toThrow();
		expect(calls).toEqual(['watch analysis r1', 'start']);
	});

	it('escalates once: what has ended is left alone, what has broken off goes on', async () => {
		const escalate = (workflow: ReturnType<typeof fakeWorkflow>) =>
			createJobs({
				ESCALATION: workflow.binding as unknown as Workflow<EscalationParameters>
			}).startEscalation('w1');
		const fresh = fakeWorkflow();
		expect(await escalate(fresh)).toEqual({ isOver: false });
		expect(fresh.create).toHaveBeenCalledExactlyOnceWith({ id: 'w1', params: { requestId: 'w1' } });
		const ended = fakeWorkflow('complete');
		expect(await escalate(ended)).toEqual({ isOver: true });
		expect(ended.instance.restart).not.toHaveBeenCalled();
		const broken = fakeWorkflow('errored');
		expect(await escalate(broken)).toEqual({ isOver: false });
		expect(broken.instance.restart).toHaveBeenCalledOnce();
		await expect(createJobs({}).startEscalation('w1')).rejects.toMatchObject({ code: 'unavailable' });
	});

	it('that fails is unavailable, and may be tried again', async () => {
		const failing = {
			create: async () => Promise.reject(new Error('limit')),
			get: async () => Promise.reject(new Error('none'))
		};
		const REINDEX = failing as unknown as Workflow<ReindexParameters>;
		await expect(createJobs({ REINDEX }).startReindex('k1')).rejects.toMatchObject({
			code: 'unavailable',
			retryable: true
		});
	});
});
