export { type AdapterSocket } from './media-connection.ts';
export { createMediaDoor, MEDIA_PATH, MEDIA_SECRET_HEADER, type MediaDoor } from './media-door.ts';
export { createRealtimeApi, type RealtimeApi } from './realtime-api.ts';
export { createRealtimeSound, type RealtimeSound, type SoundSocket } from './realtime-sound.ts';
