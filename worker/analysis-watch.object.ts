// Watches one recording until its analysis is over: alarms survive what kills a workflow. The rules are the recordings room's.
import { DurableObject } from 'cloudflare:workers';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { AnalysisWatchRpc, Bindings } from '#lib/server/platform/index.ts';
import { nextAlarmMs, type WatchState } from '#lib/server/recordings/index.ts';
import { createServices } from '#lib/server/services.ts';

export class AnalysisWatchObject extends DurableObject<Bindings> implements AnalysisWatchRpc {
	async watch(recordingId: string): Promise<void> {
		// One that is watched already keeps its count.
		if (this.#state() === undefined) {
			const state = await this.#rules().begin(recordingId);
			if (state === undefined) return;
			this.ctx.storage.kv.put('state', state);
		}
		if ((await this.ctx.storage.getAlarm()) === null)
			await this.ctx.storage.setAlarm(Date.now() + nextAlarmMs(0));
	}

	override async alarm(): Promise<void> {
		const state = this.#state();
		if (state === undefined) return;
		// The next one first: what throws here must not be the last look.
		this.ctx.storage.kv.put('state', { ...state, alarms: state.alarms + 1 });
		await this.ctx.storage.setAlarm(Date.now() + nextAlarmMs(state.alarms + 1));
		if (await this.#rules().look(state)) return;
		await this.ctx.storage.deleteAlarm();
		await this.ctx.storage.deleteAll();
	}

	#state(): WatchState | undefined {
		return this.ctx.storage.kv.get<WatchState>('state');
	}

	#rules() {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		return createServices({ bindings: this.env, runInBackground }).measurements.watch;
	}
}
