// Plays a take: from a moment, in a loop, slower or faster at the same pitch (the browser's own time stretching). The sound is asked for
// when it is first wanted, and again when its link has run out meanwhile.

export type PlayerState = 'idle' | 'loading' | 'ready' | 'failed';

export interface Loop {
	start: number;
	end: number;
}

export const SPEEDS = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25] as const;
const SEEK_SECONDS = 2;
/** Shorter than this a loop is a click. */
const SHORTEST_LOOP = 0.3;

export class Player {
	state: PlayerState = $state('idle');
	time = $state(0);
	isPlaying = $state(false);
	speed = $state(1);
	loop: Loop | undefined = $state.raw();
	duration = $state(0);
	#element: HTMLAudioElement | undefined;
	#frame = 0;
	#link: Promise<void> | undefined;
	#hasRenewed = false;

	/** `findLink` gives the address of the sound, good for some minutes. */
	constructor(
		private readonly findLink: () => Promise<string>,
		duration: number
	) {
		this.duration = duration;
	}

	/** An attachment for the audio element. */
	attach = (element: HTMLAudioElement): (() => void) => {
		this.#element = element;
		element.preservesPitch = true;
		const heard: [string, () => void][] = [
			['play', () => this.#follow()],
			['pause', () => this.#settle()],
			['ended', () => this.#again()],
			['timeupdate', () => this.#look()],
			['error', () => this.#renew()],
			['loadedmetadata', () => this.#measure()]
		];
		for (const [name, listener] of heard) element.addEventListener(name, listener);
		return () => {
			for (const [name, listener] of heard) element.removeEventListener(name, listener);
			cancelAnimationFrame(this.#frame);
			element.pause();
			this.#element = undefined;
		};
	};

	async play(): Promise<void> {
		const element = this.#element;
		if (element === undefined) return;
		if (!(await this.#load())) return;
		element.playbackRate = this.speed;
		if (this.loop !== undefined && (this.time < this.loop.start - 0.05 || this.time >= this.loop.end - 0.02))
			this.seek(this.loop.start);
		else if (this.time >= this.duration - 0.05) this.seek(0);
		// The browser may refuse to begin, or be stopped before it has: it says so by the pause that stands.
		await element.play().catch(() => undefined);
	}

	pause(): void {
		this.#element?.pause();
	}

	async toggle(): Promise<void> {
		if (this.isPlaying) this.pause();
		else await this.play();
	}

	/** Plays these seconds over and over. */
	async repeat(loop: Loop): Promise<void> {
		this.setLoop(loop);
		this.seek(loop.start);
		await this.play();
	}

	setLoop(loop: Loop | undefined): void {
		this.loop =
			loop === undefined
				? undefined
				: { start: Math.max(0, loop.start), end: Math.max(loop.end, loop.start + SHORTEST_LOOP) };
	}

	/** The bound at the present moment; the other one stays, or is the take's. */
	bound(which: 'start' | 'end'): void {
		const { start, end } = this.loop ?? { start: 0, end: this.duration };
		if (which === 'start') this.setLoop({ start: this.time, end: end > this.time ? end : this.duration });
		else this.setLoop({ start: start < this.time ? start : 0, end: this.time });
	}

	seek(seconds: number): void {
		const at = Math.max(0, Math.min(this.duration, seconds));
		this.time = at;
		if (this.#element !== undefined && this.state === 'ready') this.#element.currentTime = at;
	}

	step(direction: -1 | 1): void {
		this.seek(this.time + direction * SEEK_SECONDS);
	}

	setSpeed(speed: number): void {
		this.speed = speed;
		if (this.#element !== undefined) this.#element.playbackRate = speed;
	}

	/** True when the sound is there. */
	async #load(): Promise<boolean> {
		if (this.state === 'ready') return true;
		this.#link ??= this.#fetchLink().finally(() => (this.#link = undefined));
		await this.#link;
		// Changed while waiting, whatever the flow analysis holds.
		return (this.state as PlayerState) === 'ready';
	}

	async #fetchLink(): Promise<void> {
		const element = this.#element;
		if (element === undefined) return;
		this.state = 'loading';
		try {
			element.src = await this.findLink();
			element.preload = 'auto';
			await new Promise<void>((resolve, reject) => {
				element.addEventListener('loadedmetadata', () => resolve(), { once: true });
				element.addEventListener('error', () => reject(new Error('no sound')), { once: true });
				element.load();
			});
			element.currentTime = this.time;
			this.state = 'ready';
		} catch {
			this.state = 'failed';
		}
	}

	/** A link that ran out in the middle of playing is renewed once, and playing goes on where it was. */
	#renew(): void {
		if (this.state !== 'ready' || this.#hasRenewed) {
			if (this.state === 'ready') this.state = 'failed';
			return;
		}
		this.#hasRenewed = true;
		this.state = 'idle';
		this.#link = this.#fetchLink()
			.then(() => {
				if (this.state === 'ready') {
					this.#hasRenewed = false;
					return this.play();
				}
				return undefined;
			})
			.finally(() => (this.#link = undefined));
	}

	#measure(): void {
		const seconds = this.#element?.duration ?? Number.NaN;
		// What was measured decides; a player's own guess only where nothing was.
		if (this.duration === 0 && Number.isFinite(seconds)) this.duration = seconds;
	}

	#follow(): void {
		this.isPlaying = true;
		const tick = () => {
			this.#look();
			this.#frame = requestAnimationFrame(tick);
		};
		cancelAnimationFrame(this.#frame);
		this.#frame = requestAnimationFrame(tick);
	}

	#settle(): void {
		this.isPlaying = false;
		cancelAnimationFrame(this.#frame);
	}

	#look(): void {
		const element = this.#element;
		if (element === undefined || this.state !== 'ready' || element.seeking) return;
		if (this.loop !== undefined && this.isPlaying && element.currentTime >= this.loop.end)
			element.currentTime = this.loop.start;
		this.time = element.currentTime;
	}

	#again(): void {
		if (this.loop === undefined) return;
		this.seek(this.loop.start);
		void this.play();
	}
}
