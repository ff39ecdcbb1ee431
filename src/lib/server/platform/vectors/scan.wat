;; The inner loop of the embedded vector index: the scores of rows of signed bytes against one query of 16-bit numbers.
;; scan.wasm is made of this file by `node scripts/compile-vector-scan.mjs`; a test fails when the two differ.
;; In WebAssembly for its 128-bit instructions: 100,000 rows of 768 bytes take a sixth of the time that JavaScript needs.
(module
	;; 1,200 pages of 64 KiB: what code-table.ts holds at most. Growing within that never copies.
	(memory (export "memory") 1 1200)

	;; score = scale x (codes . query - offset), written as float32. Rows are taken four at a time, so that each piece of the query is
	;; loaded once for four: `rows` must be a multiple of 4 and `width` (bytes a row) a multiple of 16; $scales and $scores are
	;; 16-byte aligned for speed only. A lane of a sum holds at most width/4 products; code-table.ts keeps them below 2^31.
	(func (export "score")
		(param $codes i32) (param $width i32) (param $rows i32) (param $query i32) (param $offset f32)
		(param $scales i32) (param $scores i32)
		(local $second i32) (local $third i32) (local $fourth i32) (local $end i32) (local $at i32)
		(local $part v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
		(block $done
			(loop $next
				(br_if $done (i32.eqz (local.get $rows)))
				(local.set $a (v128.const i64x2 0 0))
				(local.set $b (v128.const i64x2 0 0))
				(local.set $c (v128.const i64x2 0 0))
				(local.set $d (v128.const i64x2 0 0))
				(local.set $at (local.get $query))
				(local.set $end (i32.add (local.get $codes) (local.get $width)))
				(local.set $second (local.get $end))
				(local.set $third (i32.add (local.get $second) (local.get $width)))
				(local.set $fourth (i32.add (local.get $third) (local.get $width)))
				(loop $dot
					(local.set $part (v128.load (local.get $at)))
					(local.set $a (i32x4.add (local.get $a)
						(i32x4.dot_i16x8_s (v128.load8x8_s (local.get $codes)) (local.get $part))))
					(local.set $b (i32x4.add (local.get $b)
						(i32x4.dot_i16x8_s (v128.load8x8_s (local.get $second)) (local.get $part))))
					(local.set $c (i32x4.add (local.get $c)
						(i32x4.dot_i16x8_s (v128.load8x8_s (local.get $third)) (local.get $part))))
					(local.set $d (i32x4.add (local.get $d)
						(i32x4.dot_i16x8_s (v128.load8x8_s (local.get $fourth)) (local.get $part))))
					(local.set $part (v128.load offset=16 (local.get $at)))
					(local.set $a (i32x4.add (local.get $a)
						(i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $codes)) (local.get $part))))
					(local.set $b (i32x4.add (local.get $b)
						(i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $second)) (local.get $part))))
					(local.set $c (i32x4.add (local.get $c)
						(i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $third)) (local.get $part))))
					(local.set $d (i32x4.add (local.get $d)
						(i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $fourth)) (local.get $part))))
					(local.set $codes (i32.add (local.get $codes) (i32.const 16)))
					(local.set $second (i32.add (local.get $second) (i32.const 16)))
					(local.set $third (i32.add (local.get $third) (i32.const 16)))
					(local.set $fourth (i32.add (local.get $fourth) (i32.const 16)))
					(local.set $at (i32.add (local.get $at) (i32.const 32)))
					(br_if $dot (i32.lt_u (local.get $codes) (local.get $end))))
				(local.set $codes (local.get $fourth))
				;; Four vectors of four partial sums become one vector of four sums.
				(local.set $a (f32x4.convert_i32x4_s (local.get $a)))
				(local.set $b (f32x4.convert_i32x4_s (local.get $b)))
				(local.set $c (f32x4.convert_i32x4_s (local.get $c)))
				(local.set $d (f32x4.convert_i32x4_s (local.get $d)))
				(local.set $a (f32x4.add
					(i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $a) (local.get $b))
					(i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
				(local.set $c (f32x4.add
					(i8x16.shuffle 0 1 2 3 16 17 18 19 8 9 10 11 24 25 26 27 (local.get $c) (local.get $d))
					(i8x16.shuffle 4 5 6 7 20 21 22 23 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
				(v128.store (local.get $scores)
					(f32x4.mul
						(v128.load (local.get $scales))
						(f32x4.sub
							(f32x4.add
								(i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
								(i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c)))
							(f32x4.splat (local.get $offset)))))
				(local.set $scales (i32.add (local.get $scales) (i32.const 16)))
				(local.set $scores (i32.add (local.get $scores) (i32.const 16)))
				(local.set $rows (i32.sub (local.get $rows) (i32.const 4)))
				(br $next))))
)
