export { createHostResolver } from './resolve-host.ts';
export { createWebFetch, type WebFetch, type WebPage } from './web-fetch.ts';
