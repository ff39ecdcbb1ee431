export { type AdapterSocket } from './media-connection.ts';
export { createRealtimeApi, type RealtimeApi } from './realtime-api.ts';
export { createRealtimeSound, type RealtimeSound, type SoundSocket } from './realtime-sound.ts';
