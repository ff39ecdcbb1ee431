export { analyseFile } from './analyse-file.ts';
export type { AnalysedFile } from './analyse-file.ts';
export type { SoundFile } from './decoding/sound-file.ts';
