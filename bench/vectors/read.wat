;; The yardstick of the vector benchmark: one sequential read of memory, sixteen bytes at a time, as fast as a Worker can do it.
;; read.wasm is made of this file by `node scripts/compile-vector-scan.mjs`.
(module
	(memory (export "memory") 1 1200)
	;; $from and $to are multiples of 64. The result depends on every byte, so that nothing can be left out.
	(func (export "read") (param $from i32) (param $to i32) (result i32)
		(local $all v128)
		(block $done
			(loop $next
				(br_if $done (i32.ge_u (local.get $from) (local.get $to)))
				(local.set $all (v128.xor (local.get $all) (v128.xor
					(v128.xor (v128.load (local.get $from)) (v128.load offset=16 (local.get $from)))
					(v128.xor (v128.load offset=32 (local.get $from)) (v128.load offset=48 (local.get $from))))))
				(local.set $from (i32.add (local.get $from) (i32.const 64)))
				(br $next)))
		(i32.xor
			(i32.xor (i32x4.extract_lane 0 (local.get $all)) (i32x4.extract_lane 1 (local.get $all)))
			(i32.xor (i32x4.extract_lane 2 (local.get $all)) (i32x4.extract_lane 3 (local.get $all)))))
)
