export { createReplays, type Replays } from './knowledge-replay.ts';
export { createReplayStore } from './replay-store.ts';
export { createReplayWork, type ReplayWork } from './replay-work.ts';
export { BeginReplay } from './requests.ts';
export { runReplay } from './run-replay.ts';
export { createReplayWatch, type ReplayWatch } from './watch-replay.ts';
