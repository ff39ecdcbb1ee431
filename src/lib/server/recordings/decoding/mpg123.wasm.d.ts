// workerd and wrangler give a .wasm file that is imported as a compiled module.
declare const module: WebAssembly.Module;
export default module;
