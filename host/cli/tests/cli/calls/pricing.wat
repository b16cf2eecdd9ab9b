;; The world `rule` of docs/reference/cases.md. A price has a discount of ten percent from ten pieces on.
;; No pieces are a bug, which divides by zero.
(component
  (import "acme:pricing/catalog@1.0.0" (instance $catalog
    (export "price-of" (func (param "sku" string) (result (option u32))))))
  (core module $memory
    (memory (export "memory") 2)
    (global $end (mut i32) (i32.const 4096))
    (func (export "realloc") (param i32 i32 i32) (param $size i32) (result i32)
      (local $start i32)
      (local.set $start (global.get $end))
      (global.set $end (i32.add (global.get $end) (local.get $size)))
      (local.get $start)))
  (core instance $memory (instantiate $memory))
  (alias core export $memory "memory" (core memory $bytes))
  (alias core export $memory "realloc" (core func $realloc))
  (alias export $catalog "price-of" (func $price-of))
  (core func $price-of (canon lower (func $price-of) (memory $bytes)))
  (core module $main
    (import "catalog" "price-of" (func $price-of (param i32 i32 i32)))
    (import "memory" "memory" (memory 2))
    (data (i32.const 64) "there is no such product")
    (func $price (export "price") (param $sku i32) (param $length i32) (param $count i32) (result i32)
      (local $total i32)
      (call $price-of (local.get $sku) (local.get $length) (i32.const 16))
      (if (i32.eqz (i32.load8_u (i32.const 16)))
        (then
          (i32.store8 (i32.const 32) (i32.const 1))
          (i32.store (i32.const 36) (i32.const 64))
          (i32.store (i32.const 40) (i32.const 24))
          (return (i32.const 32))))
      (local.set $total (i32.mul (i32.load (i32.const 20)) (local.get $count)))
      (drop (i32.div_u (local.get $total) (local.get $count)))
      (if (i32.ge_u (local.get $count) (i32.const 10))
        (then
          (local.set $total
            (i32.div_u (i32.mul (local.get $total) (i32.const 9)) (i32.const 10)))))
      (i32.store8 (i32.const 32) (i32.const 0))
      (i32.store (i32.const 36) (local.get $total))
      (i32.const 32)))
  (core instance $main (instantiate $main
    (with "catalog" (instance (export "price-of" (func $price-of))))
    (with "memory" (instance $memory))))
  (func $price (param "sku" string) (param "count" u32) (result (result u32 (error string)))
    (canon lift (core func $main "price") (memory $bytes) (realloc (func $realloc))))
  (instance $pricing (export "price" (func $price)))
  (export "acme:pricing/pricing@1.0.0" (instance $pricing)))
