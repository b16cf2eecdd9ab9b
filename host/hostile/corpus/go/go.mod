module hostile-go

go 1.26

require guesthouse.dev/sdk v0.1.0

replace guesthouse.dev/sdk => ./.guesthouse/sdk
