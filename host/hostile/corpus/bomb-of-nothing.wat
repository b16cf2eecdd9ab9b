;; Nests forty components without code, each of which instantiates the previous one twice.
;;! row: instantiation-bomb
;;! ends: refused too-many-parts missing-export
;;! says: definitions, more than the 200000 allowed
;;! limit: the number of definitions after expansion
(component
  (component $c0 (type u8))
  {{40:(component $c# (alias outer 1 $c#- (component $p)) (instance (instantiate $p)) (instance (instantiate $p)))
  }}
  (instance (instantiate $c40)))
