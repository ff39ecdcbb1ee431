export { parseFile } from './parse-file.ts';
export type { FileKind, ParseFile, Reading } from './parsed-file.ts';
export { LIMITS as PARSING_LIMITS } from './limits.ts';
export { recogniseFile } from './recognise-file.ts';
export { readXml } from './xml.ts';
