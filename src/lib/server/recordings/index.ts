export { analyseFile, analyseTake } from './analyse-file.ts';
export type { AnalysedFile } from './analyse-file.ts';
export type { Decoders } from './decoding/mp3.ts';
export { readTake } from './decoding/read-take.ts';
export type { ReadTake } from './decoding/read-take.ts';
export type { SoundFile } from './decoding/sound-file.ts';
export { packTake, unpackTake } from './decoding/take-file.ts';
