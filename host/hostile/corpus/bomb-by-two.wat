;; Nests twenty-four components, each of which instantiates the previous one twice.
;;! row: instantiation-bomb
;;! ends: refused too-many-parts missing-export
;;! says: core instances, more than the 512 allowed
;;! limit: the number of instances after expansion, before anything is compiled
(component
  (component $c0 (core module $m) (core instance (instantiate $m)))
  {{24:(component $c# (alias outer 1 $c#- (component $p)) (instance (instantiate $p)) (instance (instantiate $p)))
  }}
  (instance (instantiate $c24)))
