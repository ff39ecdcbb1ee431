// Watches one thing until it is over: alarms survive what kills everything else. What is done when it rings, the rooms say.
import { DurableObject } from 'cloudflare:workers';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { Bindings, Watch, WatchKind, WatchMemo, WatchRpc } from '#lib/server/platform/index.ts';
import { createServices } from '#lib/server/services.ts';

interface WatchState {
	kind: WatchKind;
	memo: WatchMemo;
	alarms: number;
}

export class WatchObject extends DurableObject<Bindings> implements WatchRpc {
	/** Wishes heard: one that comes while the alarm looks must not be forgotten with what it finds over. */
	#wishes = 0;

	async watch(kind: WatchKind, id: string): Promise<void> {
		this.#wishes++;
		const rules = this.#rules(kind);
		// One that is watched already keeps its count.
		if (this.#state() === undefined) {
			const memo = await rules.begin(id);
			if (memo === undefined) return;
			this.#keep({ kind, memo, alarms: 0 });
		}
		const at = Date.now() + rules.pauseMs(0);
		const set = await this.ctx.storage.getAlarm();
		if (set === null || set > at) await this.ctx.storage.setAlarm(at);
	}

	override async alarm(): Promise<void> {
		const state = this.#state();
		if (state === undefined) return;
		const rules = this.#rules(state.kind);
		const wishes = this.#wishes;
		// The next one first: what throws here must not be the last look.
		this.#keep({ ...state, alarms: state.alarms + 1 });
		await this.ctx.storage.setAlarm(Date.now() + rules.pauseMs(state.alarms + 1));
		const nextMs = await rules.look(state.memo, state.alarms);
		if (wishes !== this.#wishes) return;
		if (nextMs !== undefined) {
			await this.ctx.storage.setAlarm(Date.now() + nextMs);
			return;
		}
		await this.ctx.storage.deleteAlarm();
		await this.ctx.storage.deleteAll();
	}

	#state(): WatchState | undefined {
		return this.ctx.storage.kv.get<WatchState>('state');
	}

	#keep(state: WatchState): void {
		this.ctx.storage.kv.put('state', state);
	}

	#rules(kind: WatchKind): Watch {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		return createServices({ bindings: this.env, runInBackground }).watches[kind];
	}
}
