module bulk

go 1.26

require acme.example/checkout v0.0.0

// Written by guesthouse, from the contract.
replace acme.example/checkout => ./.guesthouse/sdk
