;; Creates, lends and drops a resource of its own that has a destructor.
(component
  (core module $d
    (func (export "destroy") (param i32)))
  (core instance $d (instantiate $d))
  (type $thing' (resource (rep i32) (dtor (func $d "destroy"))))
  (core func $new (canon resource.new $thing'))
  (core func $rep (canon resource.rep $thing'))
  (core func $drop (canon resource.drop $thing'))
  (core module $m
    (import "h" "new" (func $new (param i32) (result i32)))
    (import "h" "rep" (func $rep (param i32) (result i32)))
    (import "h" "drop" (func $drop (param i32)))
    (func (export "make") (result i32) (call $new (i32.const 7)))
    (func (export "play") (result i32) (local i32)
      (local.set 0 (call $new (i32.const 9)))
      (call $rep (local.get 0))
      (call $drop (local.get 0))))
  (core instance $i (instantiate $m (with "h" (instance
    (export "new" (func $new)) (export "rep" (func $rep)) (export "drop" (func $drop))))))
  (export $thing "thing" (type $thing'))
  (func (export "[constructor]thing") (result (own $thing)) (canon lift (core func $i "make")))
  (func (export "play") (result u32) (canon lift (core func $i "play"))))
